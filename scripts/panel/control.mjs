import { chmodSync, existsSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";

/** Longest path of a socket that Linux accepts, without its end mark. */
const longestSocketPath = 107;

/** Where the running panel takes commands of this machine's administrator; null: the path is too long for a socket. */
export function controlPath(dataDir) {
  const file = path.join(dataDir, "control.sock");
  const shorter = path.relative(process.cwd(), file);
  const best = shorter.length < file.length ? shorter : file;
  return Buffer.byteLength(best) <= longestSocketPath ? best : null;
}

/**
 * Takes commands on a socket in DATA_DIR, which only its owner can open. A request is one line of JSON `{ command, … }`;
 * the answer is lines of `{ line }` and at the end `{ done: true, result? }` or `{ done: true, error }`.
 * @param {Record<string, (request: object, say: (line: string) => void) => Promise<unknown>>} commands
 */
export function serveControl(dataDir, commands) {
  const file = controlPath(dataDir);
  if (file === null) return null;
  rmSync(file, { force: true });
  const server = createServer((socket) => {
    socket.on("error", () => {});
    createInterface({ input: socket }).once("line", (line) => void answer(socket, line));
  });
  async function answer(socket, line) {
    const send = (message) => void (socket.writable && socket.write(`${JSON.stringify(message)}\n`));
    try {
      const request = JSON.parse(line);
      const command = commands[request.command];
      if (!command) throw new Error(`this panel does not know the command ${request.command}`);
      send({ done: true, result: await command(request, (text) => send({ line: text })) });
    } catch (error) {
      send({ done: true, error: error.message });
    }
    socket.end();
  }
  server.listen(file, () => chmodSync(file, 0o600));
  return {
    close() {
      server.close();
      rmSync(file, { force: true });
    },
  };
}

/** Sends a command to the running panel. Throws its error, or that no panel runs on this folder. */
export function askPanel(dataDir, request, say = () => {}) {
  const file = controlPath(dataDir);
  if (file === null || !existsSync(file)) throw new Error(`no panel runs on ${dataDir}`);
  return new Promise((resolve, reject) => {
    const socket = connect(file);
    let isDone = false;
    socket.on("error", () => reject(new Error(`no panel runs on ${dataDir}`)));
    socket.on("close", () => {
      if (!isDone) reject(new Error("the panel ended before it had answered"));
    });
    createInterface({ input: socket }).on("line", (line) => {
      const message = JSON.parse(line);
      if (message.line !== undefined) return say(message.line);
      isDone = true;
      if (message.error !== undefined) reject(new Error(message.error));
      else resolve(message.result);
    });
    socket.on("connect", () => socket.write(`${JSON.stringify(request)}\n`));
  });
}
