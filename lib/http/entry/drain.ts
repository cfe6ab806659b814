import type { Server } from "node:http";
import type { Server as TlsServer } from "node:https";
import { Server as TcpServer } from "node:net";

/** Idle connections that are closed at the end of the drain may get a request at the same moment; clients repeat it. */
const lastAnswersMs = 1_000;

/**
 * Returns how to end a server without failing a request: it takes no more connections, ends each open one after its next
 * answer, and closes what is left after `windowMs`. The port stays open in other processes.
 */
export function drainable(server: Server | TlsServer): (windowMs: number) => Promise<void> {
  let draining = false;
  server.prependListener("request", (_request, response) => {
    if (draining) response.setHeader("connection", "close");
  });
  return async (windowMs) => {
    draining = true;
    const closed = new Promise<void>((resolve) => server.once("close", () => resolve()));
    // The http server's own `close` also ends idle connections, on which a client may be sending a request.
    TcpServer.prototype.close.call(server);
    const idle = setTimeout(() => server.closeIdleConnections(), windowMs);
    const all = setTimeout(() => server.closeAllConnections(), windowMs + lastAnswersMs);
    await closed;
    clearTimeout(idle);
    clearTimeout(all);
  };
}
