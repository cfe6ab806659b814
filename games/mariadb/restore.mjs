// Replaces the content of a database by SQL that a customer wrote, in two phases: MariaDB ends the transaction at each
// definition, so a restore cannot be one. First the text is loaded beside the database, by an account that has rights on
// nothing else; until then nothing has changed. Then the database is dropped, and the content of the first is loaded into
// it with the customer's rights, so that views and routines are the customer's.
import { createHash, randomBytes } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { dump, endOf, load, sql } from "./client.mjs";
import { WithoutDefiners } from "./definers.mjs";
import { tenantRights } from "./settings.mjs";

/** The second phase ended early: the former content is gone. */
export class ContentLost extends Error {}

const scratchOf = (database) => database.replace("d_", "s_");
const loaderOf = (database) => database.replace("d_", "b_");
const nativeHash = (text) => {
  const first = createHash("sha1").update(text).digest();
  return `*${createHash("sha1").update(first).digest("hex").toUpperCase()}`;
};

/** `signal`: nobody waits for the result any more. Resolves with the number of tables and of definers that were removed. */
export async function restore(database, content, { password, signal }) {
  const scratch = scratchOf(database);
  const loader = { user: loaderOf(database), password: randomBytes(24).toString("hex") };
  await clean(database);
  try {
    await sql(
      `CREATE DATABASE ${scratch} CHARACTER SET utf8mb4`,
      `CREATE USER ${loader.user}@localhost IDENTIFIED VIA mysql_native_password USING '${nativeHash(loader.password)}'`,
      `GRANT ${tenantRights} ON \`${scratch.replace("_", "\\_")}\`.* TO ${loader.user}@localhost`,
    );
    const removed = await feed(content, scratch, loader, signal);
    signal.throwIfAborted();
    return { tables: await replace(database, password, signal), removed };
  } finally {
    await clean(database).catch((error) => console.error(`What a restore left of ${database}: ${error.message}`));
  }
}

async function replace(database, password, signal) {
  const owner = { user: database.replace("d_", "r_"), password };
  await drop(database);
  try {
    await sql(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
    const program = dump(scratchOf(database), signal);
    const ended = endOf(program);
    ended.catch(() => {});
    await feed(program.stdout, database, owner, signal);
    await ended;
    return Number(await sql(`SELECT count(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${database}'`));
  } catch (error) {
    // The server ends the statement of a client that was killed only when it writes to it.
    await sql(`KILL HARD CONNECTION USER ${owner.user}`).catch(() => {});
    throw new ContentLost(error.message, { cause: error });
  }
}

async function drop(database) {
  await sql(`DROP DATABASE IF EXISTS ${database}`).catch((error) => {
    // It takes all locks first: without them, as during a prepared XA transaction, nothing was dropped.
    if (/^ERROR 1205 /m.test(error.message)) throw error;
    throw new ContentLost(error.message, { cause: error });
  });
}

async function feed(source, database, account, signal) {
  const program = load(database, account, signal);
  const ended = endOf(program);
  ended.catch(() => {});
  const filter = new WithoutDefiners();
  const broken = await pipeline(source, filter, program.stdin).catch((error) => error);
  // A client that ended first says why; a source that broke must not look complete.
  await ended;
  if (broken) throw broken;
  return filter.removed;
}

/** What a restore makes for its time. */
async function clean(database) {
  const user = loaderOf(database);
  await sql(`KILL HARD CONNECTION USER ${user}@localhost`).catch(() => {});
  await sql(`DROP DATABASE IF EXISTS ${scratchOf(database)}`, `DROP USER IF EXISTS ${user}@localhost`);
}

/** What restores left that this process did not see the end of. Before the first one. */
export async function cleanAll() {
  const made = "^[bs]_[0-9a-f]{18}$";
  const databases = await sql(`SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME REGEXP '${made}'`);
  const users = await sql(`SELECT User FROM mysql.global_priv WHERE User REGEXP '${made}' AND Host = 'localhost'`);
  const lines = (text) => text.split("\n").filter(Boolean);
  const statements = [
    ...lines(databases).map((name) => `DROP DATABASE IF EXISTS ${name}`),
    ...lines(users).map((name) => `DROP USER IF EXISTS ${name}@localhost`),
  ];
  if (statements.length > 0) await sql(...statements);
}
