import { once } from "node:events";
import { Socket } from "node:net";
import { Client, Query, type QueryConfig } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { isAppError, messageOf } from "@/lib/core/errors";
import { hostedServiceErrors } from "../../../errors";
import { connectionReason } from "../../../provider-error";
import { actFor } from "../tenant.remote.sql";
import { decideStatement } from "./decide-statement";
import { type DumpPart, failedAt, readDump } from "./read-dump";
import {
  beginRestore,
  commitRestore,
  dropLargeObjects,
  dropSchema,
  emptySchema,
  listOwnSchemas,
} from "./restore.remote.sql";

/** Statements that it ran, and those about owners and rights that it left out. */
type RunResult = { statements: number; leftOut: number };

/** Of one answer of the server: a file may ask for more than the memory holds. */
const mostAnswerBytes = 64 * 1024 * 1024;

const batchBytes = 64 * 1024;

/**
 * Replaces everything in a database by what a dump has, in one transaction. `url` is of a
 * role with no other rights than `role`, which owns the database's content: the file is a customer's.
 */
export async function runDump(
  url: string,
  role: string,
  source: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<RunResult> {
  const session = new RestoreSession(url);
  const stop = () => session.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await session.open();
    await session.statement(actFor(role));
    for (const text of beginRestore) await session.statement(text);
    await session.replaceAll();
    const result = await runParts(session, readDump(source));
    await session.statement(commitRestore);
    return result;
  } catch (error) {
    signal.throwIfAborted();
    if (isAppError(error)) throw error;
    throw hostedServiceErrors.restore_failed({ detail: messageOf(error).slice(0, 500), cause: error });
  } finally {
    signal.removeEventListener("abort", stop);
    session.close();
  }
}

async function runParts(session: RestoreSession, parts: AsyncGenerator<DumpPart>): Promise<RunResult> {
  const result = { statements: 0, leftOut: 0 };
  for await (const part of parts) {
    if (part.kind === "rows" || part.kind === "end-of-rows") continue;
    const { text, line } = part;
    const failed = (error: unknown) => failedAt(line, messageOf(error), error);
    if (part.kind === "copy") {
      await session.copy(text, rowsOf(parts)).catch((error: unknown) => {
        throw isAppError(error) ? error : failed(error);
      });
      result.statements++;
      continue;
    }
    const decision = decideStatement(text);
    if (!decision.run && decision.refused) throw failedAt(line, decision.refused);
    if (decision.run) {
      await session.statement(text).catch((error: unknown) => {
        throw failed(error);
      });
      result.statements++;
    } else result.leftOut++;
  }
  return result;
}

/** Several lines at once: a message for each would take most of the time. */
async function* rowsOf(parts: AsyncGenerator<DumpPart>): AsyncGenerator<Buffer> {
  let batch: Buffer[] = [];
  let size = 0;
  for (;;) {
    const { value, done } = await parts.next();
    if (done || value.kind !== "rows") break;
    batch.push(value.bytes);
    size += value.bytes.length;
    if (size < batchBytes) continue;
    yield Buffer.concat(batch);
    batch = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(batch);
}

class RestoreSession {
  readonly #client: Client;
  readonly #socket = new Socket();
  #answered = 0;

  constructor(url: string) {
    const stream = () => this.#socket;
    const application_name = "lightnode-restore";
    this.#client = new Client({ connectionString: url, stream, application_name, connectionTimeoutMillis: 5_000 });
    this.#client.on("error", () => {});
    this.#socket.on("data", ({ length }) => {
      this.#answered += length;
      if (this.#answered > mostAnswerBytes) this.#socket.destroy(new Error("The answer of a statement is too large."));
    });
  }

  async open(): Promise<void> {
    await this.#client.connect().catch((error: unknown) => {
      throw hostedServiceErrors.provider_unavailable({
        detail: `PostgreSQL: ${connectionReason(error)}.`,
        cause: error,
      });
    });
  }

  /** Removes everything that the owner created. */
  async replaceAll(): Promise<void> {
    const { rows } = await this.#client.query<{ name: string }>(listOwnSchemas);
    for (const { name } of rows) await this.statement(dropSchema(name));
    await this.statement(dropLargeObjects);
    await this.statement(emptySchema);
  }

  /** Rows of the answer are not kept. In the extended protocol a text is one statement, whatever is in it. */
  async statement(text: string): Promise<void> {
    this.#answered = 0;
    const config: QueryConfig & { queryMode: "extended" } = { text, queryMode: "extended" };
    const query = new Query(config);
    query.on("row", () => {});
    const ended = once(query, "end");
    this.#client.query(query);
    await ended;
  }

  async copy(text: string, rows: AsyncIterable<Buffer>): Promise<void> {
    this.#answered = 0;
    const stream = this.#client.query(copyFrom(text));
    const finished = new Promise<void>((resolve, reject) => stream.once("finish", resolve).once("error", reject));
    finished.catch(() => {});
    for await (const bytes of rows) {
      if (stream.destroyed) break;
      if (!stream.write(bytes)) await Promise.race([once(stream, "drain"), finished]);
    }
    if (!stream.destroyed) stream.end();
    await finished;
  }

  close(): void {
    this.#socket.destroy();
  }
}
