// Dumps and restores for the panel, over HTTP with a key: GET /<database> answers its content, PUT /<database> replaces it.
// A restore that failed answers 422 when nothing has changed, and 500 when the former content is gone.
import { createHash, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import { pipeline } from "node:stream/promises";
import { dump, endOf } from "./client.mjs";
import { ContentLost, cleanAll, restore } from "./restore.mjs";

const named = /^\/(d_[0-9a-f]{18})$/;
const hashOf = (text) => createHash("sha256").update(text).digest();

export async function startAgent(port, key) {
  await cleanAll();
  const expected = hashOf(`Bearer ${key}`);
  const server = http.createServer(async (request, response) => {
    const isAllowed = key !== "" && timingSafeEqual(hashOf(request.headers.authorization ?? ""), expected);
    const [, database] = named.exec(request.url ?? "") ?? [];
    const handle = handlers[request.method ?? ""];
    if (!isAllowed || !database || !handle) {
      response.writeHead(isAllowed ? 404 : 401).end();
      return;
    }
    const signal = untilClosed(response);
    await inTurn(database, signal, () => handle(database, request, response, signal)).catch((error) => {
      console.error(`${request.method} of ${database}: ${error.message}`);
      // A dump that broke must not look complete.
      if (response.headersSent) response.destroy();
      else {
        const status = error instanceof ContentLost ? 500 : 422;
        response.writeHead(status, { "content-type": "text/plain" }).end(error.message.slice(0, 500));
      }
    });
  });
  // A restore takes as long as it takes; the panel limits it.
  server.requestTimeout = 0;
  server.listen(port, "0.0.0.0");
  await once(server, "listening");
}

/** Aborts when the client goes away before it has the answer: nothing goes on that nobody knows of. */
function untilClosed(response) {
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) gone.abort(new Error("the panel ended the request"));
  });
  return gone.signal;
}

const turns = new Map();

/** One request for a database at a time: a repetition begins when the one before has ended and removed what it made. */
async function inTurn(database, signal, work) {
  const before = turns.get(database) ?? Promise.resolve();
  const turn = before.then(() => {
    signal.throwIfAborted();
    return work();
  });
  const over = turn.catch(() => {});
  turns.set(database, over);
  try {
    await turn;
  } finally {
    if (turns.get(database) === over) turns.delete(database);
  }
}

const handlers = { GET: sendDump, PUT: receiveRestore };

async function sendDump(database, _request, response, signal) {
  const program = dump(database, signal);
  const ended = endOf(program);
  await Promise.race([once(program.stdout, "readable"), ended]);
  response.writeHead(200, { "content-type": "application/sql" });
  await pipeline(program.stdout, response, { end: false });
  await ended;
  response.end();
}

async function receiveRestore(database, request, response, signal) {
  const password = String(request.headers["x-password"] ?? "");
  const result = await restore(database, request, { password, signal });
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
}
