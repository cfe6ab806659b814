// pg_dump in a process of its own (schema-text.ts starts it): PostgreSQL's own program, compiled to WebAssembly by
// @electric-sql/pglite-tools. It reads and writes its connection synchronously; a thread does that for it.
import { text } from "node:stream/consumers";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { pgDump } from "@electric-sql/pglite-tools/pg_dump";

/** @type {{ server: object, args: string[] }} standard input: the server (pg-socket.mjs) and the options of pg_dump */
const { server, args } = JSON.parse(await text(process.stdin));
const answerTimeoutMs = 60_000;
const arrived = new Int32Array(new SharedArrayBuffer(4));
const { port1: port, port2: channel } = new MessageChannel();
new Worker(new URL("./pg-socket.mjs", import.meta.url), {
  workerData: { server, arrived, channel },
  transferList: [channel],
}).unref();

/** Messages after which the server answers: the first one (start), password, query, sync, function call. */
const asking = new Set(["p", "Q", "S", "F"]);
let sent = Buffer.alloc(0);
let hasStarted = false;

/** Sends the complete messages in what was written so far. Returns the answer, empty while none is due. */
function exchange(/** @type {Uint8Array} */ bytes) {
  sent = Buffer.concat([sent, bytes]);
  let end = 0;
  let isAsking = false;
  for (;;) {
    const head = hasStarted ? 1 : 0;
    if (sent.length - end < head + 4) break;
    const length = head + sent.readInt32BE(end + head);
    if (sent.length - end < length) break;
    isAsking = !hasStarted || asking.has(String.fromCharCode(sent[end] ?? 0));
    hasStarted = true;
    end += length;
  }
  if (end > 0) port.postMessage(Uint8Array.from(sent.subarray(0, end)));
  sent = sent.subarray(end);
  if (!isAsking) return new Uint8Array();
  if (Atomics.wait(arrived, 0, 0, answerTimeoutMs) === "timed-out") throw new Error("The server did not answer.");
  Atomics.store(arrived, 0, 0);
  return receiveMessageOnPort(port)?.message ?? new Uint8Array();
}

const connection = {
  query: async () => ({ rows: [{ search_path: "" }] }),
  exec: async () => [],
  execProtocolRawStream: (/** @type {Uint8Array} */ bytes, /** @type {{ onRawData: Function }} */ { onRawData }) =>
    onRawData(exchange(bytes)),
};
try {
  const file = await pgDump({ pg: /** @type {any} */ (connection), args });
  process.stdout.write(await file.text(), () => process.exit(0));
} catch (error) {
  process.stderr.write(String(error instanceof Error ? error.message : error), () => process.exit(1));
}
