import { hostedServiceErrors } from "../../errors";
import type { DatabaseFiguresView } from "../contract";
import { readerOf, roleOf } from "../names";
import { type PostgresConnection, sqlState } from "./postgres-connection";
import { findStatements, measureTenant, readTenantFigures, slowestStatements } from "./tenant.remote.sql";

/** The extension was created, and the server was not started with its library. */
const notLoaded = "55000";

export async function measureDatabase(
  server: PostgresConnection,
  name: string,
  signal: AbortSignal,
): Promise<bigint | null> {
  const [row] = await server.rows<{ bytes: string }>(measureTenant, [name], signal);
  return row ? BigInt(row.bytes) : null;
}

export async function readFigures(
  server: PostgresConnection,
  database: string,
  signal: AbortSignal,
): Promise<DatabaseFiguresView> {
  type Row = { connections: number; bytes: string; commits: string; cacheHitRatio: number | null };
  const [row] = await server.rows<Row>(readTenantFigures, [database], signal);
  if (!row) throw hostedServiceErrors.provider_refused({ detail: "The server has no such database." });
  const { connections, bytes, commits, cacheHitRatio } = row;
  const statements = await readStatements(server, database, signal);
  return { connections, sizeBytes: Number(bytes), commits: Number(commits), cacheHitRatio, statements };
}

/** Null without pg_stat_statements in the database that the panel connects to. */
async function readStatements(
  server: PostgresConnection,
  database: string,
  signal: AbortSignal,
): Promise<DatabaseFiguresView["statements"]> {
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
