// The connection of pg-dump.mjs, in a thread. An answer is complete when the server waits for the client again.
import net from "node:net";
import tls from "node:tls";
import { workerData } from "node:worker_threads";

/** @type {{ server: { host: string, port: number, tls: object | null }, arrived: Int32Array, channel: import("node:worker_threads").MessagePort }} */
const { server, arrived, channel } = workerData;
/** SSLRequest (PostgreSQL, Message Formats): length and code. */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
/** Authentication messages that the client does not answer: done, and the end of SCRAM. */
const unanswered = new Set([0, 12]);

let received = Buffer.alloc(0);
let scanned = 0;

function deliver() {
  channel.postMessage(Uint8Array.from(received));
  received = Buffer.alloc(0);
  scanned = 0;
  Atomics.store(arrived, 0, 1);
  Atomics.notify(arrived, 0);
}

function onData(/** @type {Buffer} */ bytes) {
  received = Buffer.concat([received, bytes]);
  let isComplete = false;
  while (received.length - scanned >= 5) {
    const length = 1 + received.readInt32BE(scanned + 1);
    if (received.length - scanned < length) break;
    const type = String.fromCharCode(received[scanned] ?? 0);
    isComplete ||= type === "Z" || (type === "R" && !unanswered.has(received.readInt32BE(scanned + 5)));
    scanned += length;
  }
  if (isComplete) deliver();
}

function use(/** @type {import("node:stream").Duplex} */ stream) {
  stream.on("data", onData);
  // An empty answer: pg_dump reports that the connection was closed.
  stream.on("close", deliver);
  stream.on("error", () => {});
  channel.on("message", (message) => stream.write(message));
}

const socket = net.connect(server.port, server.host);
socket.on("error", () => {});
if (server.tls === null) use(socket);
else {
  socket.write(sslRequest);
  socket.once("data", (answer) => {
    if (answer.toString() !== "S") socket.destroy();
    const servername = net.isIP(server.host) ? undefined : server.host;
    use(answer.toString() === "S" ? tls.connect({ ...server.tls, socket, servername }) : socket);
  });
}
