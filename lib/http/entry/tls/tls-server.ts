import { readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { createServer, type Server } from "node:https";
import { connect, type Socket } from "node:net";
import { limitServer, type ServerOptions, serverSettings } from "../panel-server";

/**
 * HTTPS of the panel itself, for a machine without a proxy: pages, API, and under the same name and certificate the
 * WebSocket of live updates, which is passed on to the realtime process. The files are read again when they change.
 */
export type TlsOptions = ServerOptions & {
  certificateFile: string;
  keyFile: string;
  /** Where the realtime process listens on this machine; null with hosted Pusher. */
  realtimePort: number | null;
  /** How often the files are looked at. */
  pollMs?: number;
  log: { info(fields: object, message: string): void; error(fields: object, message: string): void };
};

export function tlsServer(listener: RequestListener, options: TlsOptions): Server {
  const server = createServer({ ...serverSettings, ...readPair(options), minVersion: "TLSv1.2" }, listener);
  limitServer(server, options);
  server.on("upgrade", (request, socket: Socket, head: Buffer) => {
    if (options.realtimePort !== null && request.url?.startsWith("/app/")) {
      passOn({ head: requestHead(request, socket), rest: head, socket, port: options.realtimePort });
    } else socket.destroy();
  });
  // A client that speaks no TLS, or ends the handshake: nobody needs to know.
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  const timer = setInterval(() => void reload(), options.pollMs ?? 10_000);
  timer.unref();
  server.once("close", () => clearInterval(timer));
  let changedAt = 0;
  void modifiedAt(options).then((at) => {
    changedAt = at;
  });
  return server;

  /** A pair that does not fit, as in the middle of a renewal, leaves the former one in use. */
  async function reload(): Promise<void> {
    const at = await modifiedAt(options);
    if (at === changedAt || changedAt === 0) return;
    try {
      server.setSecureContext({ ...readPair(options), minVersion: "TLSv1.2" });
      changedAt = at;
      options.log.info({ file: options.certificateFile }, "the certificate was read again");
    } catch (error) {
      options.log.error({ err: error, file: options.certificateFile }, "the certificate cannot be used");
    }
  }
}

function readPair({ certificateFile, keyFile }: TlsOptions) {
  return { cert: readFileSync(certificateFile), key: readFileSync(keyFile) };
}

async function modifiedAt({ certificateFile, keyFile }: TlsOptions): Promise<number> {
  const files = await Promise.all([stat(certificateFile), stat(keyFile)].map((one) => one.catch(() => null)));
  return files.reduce((sum, file) => sum + (file?.mtimeMs ?? 0), 0);
}

/** What a client says about its address is replaced by the address that it has. */
function requestHead(request: { url?: string; rawHeaders: string[] }, socket: Socket): string {
  const lines = [`GET ${request.url} HTTP/1.1`];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const [name = "", value = ""] = request.rawHeaders.slice(index, index + 2);
    if (name.toLowerCase() !== "x-forwarded-for") lines.push(`${name}: ${value}`);
  }
  return `${[...lines, `X-Forwarded-For: ${socket.remoteAddress ?? ""}`].join("\r\n")}\r\n\r\n`;
}

/** Half open and idle connections are the realtime server's to end. */
function passOn({ head, rest, socket, port }: { head: string; rest: Buffer; socket: Socket; port: number }): void {
  const upstream = connect(port, "127.0.0.1", () => {
    upstream.write(head);
    upstream.write(rest);
    socket.pipe(upstream).pipe(socket);
  });
  socket.setTimeout(0);
  for (const [one, other] of [
    [socket, upstream],
    [upstream, socket],
  ] as const) {
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
  }
}
