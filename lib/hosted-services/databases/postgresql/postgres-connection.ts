import { Client, type QueryResultRow } from "pg";
import { isAppError, messageOf } from "@/lib/core/errors";
import { hostedServiceErrors } from "../../errors";
import { connectionReason } from "../../provider-error";
import { emptySearchPath } from "./tenant.remote.sql";

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 20_000;

/**
 * Connections to one PostgreSQL server, one for each database that is used, opened at the first statement. Failures are
 * `provider_unavailable` (nothing was sent), `unknown_outcome` (sent, not confirmed) or `provider_refused`.
 */
export class PostgresConnection {
  readonly #url: string;
  readonly #clients = new Map<string, Promise<Client>>();

  constructor(url: string) {
    this.#url = url;
  }

  /** `database`: another one than that of the URL. */
  async rows<R extends QueryResultRow>(
    text: string,
    values: unknown[],
    signal: AbortSignal,
    database = "",
  ): Promise<R[]> {
    signal.throwIfAborted();
    const client = await this.#clientOf(database);
    try {
      const result = await client.query<R>(text, values);
      return result.rows;
    } catch (error) {
      throw translate(error);
    }
  }

  /** One after the other; not in a transaction, so that each may be repeated. */
  async run(statements: readonly string[], signal: AbortSignal, database = ""): Promise<void> {
    for (const statement of statements) await this.rows(statement, [], signal, database);
  }

  #clientOf(database: string): Promise<Client> {
    const known = this.#clients.get(database);
    if (known) return known;
    const opening = this.#open(database);
    this.#clients.set(database, opening);
    opening.catch(() => this.#clients.delete(database));
    return opening;
  }

  async #open(database: string): Promise<Client> {
    const url = new URL(this.#url);
    if (database !== "") url.pathname = `/${database}`;
    const client = new Client({
      connectionString: url.toString(),
      application_name: "lightnode",
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + 2_000,
    });
    client.on("error", () => this.#clients.delete(database));
    try {
      await client.connect();
      // A customer's schema may hold functions with the names of built-in ones.
      await client.query(emptySearchPath);
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      const detail = `PostgreSQL: ${connectionReason(error)}.`;
      throw hostedServiceErrors.provider_unavailable({ detail, cause: new Error(messageOf(error)) });
    }
  }

  async close(): Promise<void> {
    const clients = await Promise.allSettled(this.#clients.values());
    this.#clients.clear();
    await Promise.all(
      clients.map((client) => (client.status === "fulfilled" ? client.value.end().catch(() => {}) : null)),
    );
  }
}

/** SQLSTATE of an error that PostgreSQL reported; null for an error of the connection. */
export function sqlState(error: unknown): string | null {
  const cause = isAppError(error) ? error.cause : error;
  const code = cause instanceof Error ? Reflect.get(cause, "code") : undefined;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** Classes in which the server itself ends the statement: it may have taken effect. */
const endedByServer = /^(57P|08|XX|53)/;

function translate(error: unknown): unknown {
  const state = sqlState(error);
  const detail = messageOf(error).slice(0, 300);
  if (state === null || endedByServer.test(state))
    return hostedServiceErrors.unknown_outcome({ detail, cause: new Error(detail) });
  return hostedServiceErrors.provider_refused({ detail, cause: error });
}
