// Dumps and restores for the panel, over HTTP with a key: GET /<database> answers its content, PUT /<database> replaces it.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import { pipeline } from "node:stream/promises";
import { dump, load, sql } from "./client.mjs";
import { WithoutDefiners } from "./definers.mjs";

const named = /^\/(d_[0-9a-f]{18})$/;
const hashOf = (text) => createHash("sha256").update(text).digest();
const nativeHash = (text) => {
  const first = createHash("sha1").update(text).digest();
  return `*${createHash("sha1").update(first).digest("hex").toUpperCase()}`;
};

export async function startAgent(port, key) {
  const expected = hashOf(`Bearer ${key}`);
  const server = http.createServer(async (request, response) => {
    const isAllowed = key !== "" && timingSafeEqual(hashOf(request.headers.authorization ?? ""), expected);
    const [, database] = named.exec(request.url ?? "") ?? [];
    const handle = handlers[request.method ?? ""];
    if (!isAllowed || !database || !handle) {
      response.writeHead(isAllowed ? 404 : 401).end();
      return;
    }
    await handle(database, request, response).catch((error) => {
      console.error(`${request.method} of ${database}: ${error.message}`);
      // A dump that broke must not look complete.
      if (response.headersSent) response.destroy();
      else response.writeHead(422, { "content-type": "text/plain" }).end(error.message.slice(0, 500));
    });
  });
  // A restore takes as long as it takes; the panel limits it.
  server.requestTimeout = 0;
  server.listen(port, "0.0.0.0");
  await once(server, "listening");
}

const handlers = { GET: sendDump, PUT: restore };

async function sendDump(database, _request, response) {
  const program = dump(database);
  response.on("close", () => program.kill("SIGKILL"));
  const ended = endOf(program);
  await Promise.race([once(program.stdout, "readable"), ended]);
  response.writeHead(200, { "content-type": "application/sql" });
  await pipeline(program.stdout, response, { end: false });
  await ended;
  response.end();
}

/** Resolves when the program ended well, and rejects with what it wrote otherwise. */
async function endOf(program) {
  let text = "";
  program.stderr.on("data", (chunk) => {
    text = `${text}${chunk}`.slice(-2_000);
  });
  const [code, signal] = await once(program, "close");
  if (code !== 0) throw new Error(text.trim() || `The client ended with ${code ?? signal}.`);
}

async function feed(source, database, account) {
  const program = load(database, account);
  const ended = endOf(program);
  ended.catch(() => {});
  const filter = new WithoutDefiners();
  const broken = await pipeline(source, filter, program.stdin).catch((error) => error);
  // A client that ended first says why; a source that broke must not look complete.
  await ended;
  if (broken) throw broken;
  return filter.removed;
}

/**
 * MariaDB ends the transaction at each definition: the content is loaded beside the database first, with rights on nothing
 * else. Only what was loaded completely replaces the database, with the customer's rights, so that views and routines are
 * the customer's.
 */
async function restore(database, request, response) {
  const scratch = database.replace("d_", "s_");
  const user = database.replace("d_", "b_");
  const password = randomBytes(24).toString("hex");
  const rights = String(request.headers["x-rights"] ?? "").replace(/[^A-Z, ]/g, "");
  const owner = { user: database.replace("d_", "r_"), password: String(request.headers["x-password"] ?? "") };
  await clean(scratch, user);
  try {
    await sql(
      `CREATE DATABASE ${scratch} CHARACTER SET utf8mb4`,
      `CREATE USER ${user}@localhost IDENTIFIED VIA mysql_native_password USING '${nativeHash(password)}'`,
      `GRANT ${rights} ON \`${scratch.replace("_", "\\_")}\`.* TO ${user}@localhost`,
    );
    const removed = await feed(request, scratch, { user, password });
    await sql(`DROP DATABASE IF EXISTS ${database}`, `CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
    const program = dump(scratch);
    const ended = endOf(program);
    ended.catch(() => {});
    await feed(program.stdout, database, owner);
    await ended;
    const tables = await sql(`SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${database}'`);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ tables: Number(tables), removed }));
  } finally {
    await clean(scratch, user);
  }
}

const clean = (scratch, user) => sql(`DROP DATABASE IF EXISTS ${scratch}`, `DROP USER IF EXISTS ${user}@localhost`);
