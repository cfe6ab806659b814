import { coreErrors } from "@/lib/core/errors";

/**
 * Server-Sent Events (WHATWG HTML, 9.2): a response whose events come from an async iterable, some at a time. Ends when
 * the client disconnects or the iterable ends; a comment every 15 s keeps proxies from closing it.
 */
export type StreamEvent = { event: string; id?: string; data: unknown };

const keepAliveMs = 15_000;

/** Open streams per caller and process: enough for the tabs of a person, too few to exhaust the panel. */
const streamsPerCaller = 20;
const openStreams = new Map<string, number>();

/** Throws `too_many_streams` when `caller` holds too many streams already. */
export function eventStream(
  source: (signal: AbortSignal) => AsyncIterable<StreamEvent[]>,
  request: Request,
  caller: string,
): Response {
  const held = openStreams.get(caller) ?? 0;
  if (held >= streamsPerCaller) {
    throw coreErrors.too_many_streams({ detail: `You have ${held} live views open. Close some of their pages.` });
  }
  openStreams.set(caller, held + 1);
  const controller = new AbortController();
  request.signal.addEventListener("abort", () => controller.abort(), { once: true });
  controller.signal.addEventListener("abort", () => release(caller), { once: true });
  if (request.signal.aborted) controller.abort();
  const encoder = new TextEncoder();
  const events = source(controller.signal)[Symbol.asyncIterator]();
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    clearInterval(timer);
    controller.abort();
  };
  // Pulled, not pushed: a client that does not read stops the source instead of filling memory.
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      timer = setInterval(() => stream.enqueue(encoder.encode(": keep-alive\n\n")), keepAliveMs);
      controller.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
    },
    async pull(stream) {
      // A source that fails ends the stream; the client reconnects and gets the reason in that response.
      const next = await events.next().catch(() => ({ done: true, value: undefined }) as const);
      if (!next.done) {
        stream.enqueue(encoder.encode(next.value.map(format).join("")));
        return;
      }
      end();
      stream.close();
    },
    async cancel() {
      end();
      await events.return?.();
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

function release(caller: string): void {
  const left = (openStreams.get(caller) ?? 1) - 1;
  if (left > 0) openStreams.set(caller, left);
  else openStreams.delete(caller);
}

function format({ event, id, data }: StreamEvent): string {
  const head = id === undefined ? "" : `id: ${id}\n`;
  return `${head}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
