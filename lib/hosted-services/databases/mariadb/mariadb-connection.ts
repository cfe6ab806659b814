import type { Connection, QueryError, RowDataPacket } from "mysql2/promise";
import { messageOf } from "@/lib/core/errors";
import { hostedServiceErrors } from "../../errors";
import { connectionReason } from "../../provider-error";
import { limitWaits } from "./tenant.remote.sql";

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 20_000;

/**
 * One connection to a MariaDB server, opened at the first statement. Failures are `provider_unavailable` (nothing was
 * sent), `unknown_outcome` (sent, not confirmed) or `provider_refused`.
 */
export class MariadbConnection {
  readonly #url: string;
  #connection: Promise<Connection> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async rows<R extends object>(text: string, values: readonly unknown[], signal: AbortSignal): Promise<R[]> {
    signal.throwIfAborted();
    this.#connection ??= this.#open();
    const connection = await this.#connection;
    try {
      const [rows] = await connection.query<RowDataPacket[]>({ sql: text, timeout: statementTimeoutMs }, [...values]);
      return rows as unknown as R[];
    } catch (error) {
      // A statement that took too long may still be running: its connection is used no more.
      if (isOfConnection(error)) await this.close();
      throw translate(error);
    }
  }

  /** One after the other; each commits, so that each may be repeated. */
  async run(statements: readonly string[], signal: AbortSignal): Promise<void> {
    for (const statement of statements) await this.rows(statement, [], signal);
  }

  async #open(): Promise<Connection> {
    try {
      const connection = await openMariadb(this.#url);
      await connection.query(limitWaits);
      return connection;
    } catch (error) {
      this.#connection = undefined;
      const detail = `MariaDB: ${connectionReason(error)}.`;
      throw hostedServiceErrors.provider_unavailable({ detail, cause: new Error(messageOf(error)) });
    }
  }

  async close(): Promise<void> {
    const opening = this.#connection;
    this.#connection = undefined;
    const connection = await opening?.catch(() => null);
    // `end` waits for an answer, which a server that is down does not send.
    connection?.destroy();
  }
}

/** As the clients of MySQL name them. */
const tlsModes: Record<string, { rejectUnauthorized: boolean }> = {
  REQUIRED: { rejectUnauthorized: false },
  VERIFY_IDENTITY: { rejectUnauthorized: true },
};

/** A connection by URL. The client is loaded at the first use: most processes open none. */
export async function openMariadb(url: string): Promise<Connection> {
  const { createConnection } = await import("mysql2/promise");
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const mode = tlsModes[searchParams.get("ssl-mode") ?? ""];
  const connection = await createConnection({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    ...(pathname.length > 1 ? { database: pathname.slice(1) } : {}),
    connectTimeout: connectTimeoutMs,
    ...(mode ? { ssl: mode } : {}),
    // Rows of a file of the panel's machine are never sent.
    flags: ["-LOCAL_FILES"],
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
  connection.on("error", () => {});
  return connection;
}

/** Its number in the protocol of MySQL; null for an error of the connection. */
export const errorNumber = (error: unknown): number | null => {
  const { errno, sqlState } = error as Partial<QueryError>;
  return typeof errno === "number" && errno >= 1000 && typeof sqlState === "string" ? errno : null;
};

const isOfConnection = (error: unknown) => errorNumber(error) === null;

/** The server was shut down, or ended the statement or the connection: it may have taken effect. */
const endedByServer = new Set([1021, 1030, 1053, 1114, 1205, 1213, 1317, 1927, 1969]);

function translate(error: unknown): unknown {
  const code = errorNumber(error);
  const detail = messageOf(error).slice(0, 300);
  if (code === null || endedByServer.has(code))
    return hostedServiceErrors.unknown_outcome({ detail, cause: new Error(detail) });
  return hostedServiceErrors.provider_refused({ detail, cause: error });
}
