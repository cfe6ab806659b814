/**
 * Server-Sent Events (WHATWG HTML, 9.2): a response whose events come from an async iterable. Ends when the client goes
 * away or the iterable ends; a comment every 15 s keeps proxies from closing it.
 */
export type StreamEvent = { event: string; id?: string; data: unknown };

const keepAliveMs = 15_000;

export function eventStream(source: (signal: AbortSignal) => AsyncIterable<StreamEvent>, request: Request): Response {
  const controller = new AbortController();
  request.signal.addEventListener("abort", () => controller.abort(), { once: true });
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>({
    async start(stream) {
      timer = setInterval(() => stream.enqueue(encoder.encode(": keep-alive\n\n")), keepAliveMs);
      try {
        for await (const item of source(controller.signal)) stream.enqueue(encoder.encode(format(item)));
      } catch (error) {
        if (!controller.signal.aborted) throw error;
      } finally {
        clearInterval(timer);
        if (!controller.signal.aborted) stream.close();
      }
    },
    cancel() {
      clearInterval(timer);
      controller.abort();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

function format({ event, id, data }: StreamEvent): string {
  const head = id === undefined ? "" : `id: ${id}\n`;
  return `${head}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
