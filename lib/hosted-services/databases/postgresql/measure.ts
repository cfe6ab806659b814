import { hostedServiceErrors } from "../../errors";
import type { DatabaseFiguresView } from "../contract";
import { postgresqlConnectionSchema } from "./connection-schema";
import { PostgresConnection, sqlState } from "./postgres-connection";
import { readerOf, roleOf } from "./postgresql-databases";
import { findStatements, measureTenants, readTenantFigures, slowestStatements } from "./tenant.remote.sql";

const timeoutMs = 15_000;
/** The extension was created, and the server was not started with its library. */
const notLoaded = "55000";

async function connected<T>(stored: unknown, use: (server: PostgresConnection) => Promise<T>): Promise<T> {
  const server = new PostgresConnection(postgresqlConnectionSchema.parse(stored).url);
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

/** Sizes in bytes by the name of the database; names that do not exist are left out. */
export function measureDatabases(stored: unknown, names: readonly string[]): Promise<Map<string, bigint>> {
  return connected(stored, async (server) => {
    type Row = { database: string; bytes: string };
    const rows = await server.rows<Row>(measureTenants, [names], AbortSignal.timeout(timeoutMs));
    return new Map(rows.map(({ database, bytes }) => [database, BigInt(bytes)]));
  });
}

export function readFigures(stored: unknown, database: string): Promise<DatabaseFiguresView> {
  return connected(stored, async (server) => {
    type Row = { connections: number; bytes: string; commits: string; cacheHitRatio: number | null };
    const [row] = await server.rows<Row>(readTenantFigures, [database], AbortSignal.timeout(timeoutMs));
    if (!row) throw hostedServiceErrors.provider_refused({ detail: "The server has no such database." });
    const { connections, bytes, commits, cacheHitRatio } = row;
    const statements = await readStatements(server, database);
    return { connections, sizeBytes: Number(bytes), commits: Number(commits), cacheHitRatio, statements };
  });
}

/** Null without pg_stat_statements in the database that the panel connects to. */
async function readStatements(
  server: PostgresConnection,
  database: string,
): Promise<DatabaseFiguresView["statements"]> {
  const signal = AbortSignal.timeout(timeoutMs);
  const [place] = await server.rows<{ schema: string }>(findStatements, [], signal);
  if (!place) return null;
  type Row = { text: string; calls: string; meanMs: number; totalMs: number };
  const roles = [roleOf(database), readerOf(database)];
  const rows = await server
    .rows<Row>(slowestStatements(place.schema), [database, roles], signal)
    .catch((error: unknown) => {
      if (sqlState(error) === notLoaded) return null;
      throw error;
    });
  if (!rows) return null;
  return rows.map(({ calls, ...row }) => ({ ...row, calls: Number(calls) }));
}
