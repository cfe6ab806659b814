import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = { method: string; path: string; headers: IncomingHttpHeaders; body: Buffer };
type Reply = { status: number; headers?: Record<string, string>; body?: string };

/** A local server that keeps what it receives and replies as the test says. */
export type ChannelServer = {
  url: string;
  received: Received[];
  /** The reply to each request; 200 "ok" unless a test sets another. */
  reply: (request: Received) => Reply | Promise<Reply>;
  close(): Promise<void>;
};

export const accepted = (): Reply => ({ status: 200, body: "ok" });

export async function startChannelServer(): Promise<ChannelServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    const received = { method, path: url, headers, body: Buffer.concat(chunks) };
    channel.received.push(received);
    const { status, headers: replied, body } = await channel.reply(received);
    response.writeHead(status, replied).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const channel: ChannelServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    reply: accepted,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return channel;
}
