import type { DatabaseFiguresView } from "../contract";
import { readerOf, roleOf } from "../names";
import type { MariadbConnection } from "./mariadb-connection";
import { countConnections, hasStatements, measureTenant, slowestStatements } from "./tenant.remote.sql";

export async function measureDatabase(
  server: MariadbConnection,
  name: string,
  signal: AbortSignal,
): Promise<bigint | null> {
  const [row] = await server.rows<{ bytes: string | null }>(measureTenant, [name, name, name], signal);
  return row?.bytes == null ? null : BigInt(row.bytes);
}

export async function readFigures(
  server: MariadbConnection,
  database: string,
  signal: AbortSignal,
): Promise<DatabaseFiguresView> {
  const users = [roleOf(database), readerOf(database)];
  const [row] = await server.rows<{ connections: number | string }>(countConnections, [users], signal);
  const bytes = await measureDatabase(server, database, signal);
  return {
    connections: Number(row?.connections ?? 0),
    sizeBytes: Number(bytes ?? 0n),
    // MariaDB counts both for the whole server only.
    commits: null,
    cacheHitRatio: null,
    statements: await readStatements(server, database, signal),
  };
}

/** Null without the performance schema. */
async function readStatements(
  server: MariadbConnection,
  database: string,
  signal: AbortSignal,
): Promise<DatabaseFiguresView["statements"]> {
  const [state] = await server.rows<{ isOn: number }>(hasStatements, [], signal);
  if (Number(state?.isOn) !== 1) return null;
  type Row = { text: string; calls: string; totalMs: string };
  const rows = await server.rows<Row>(slowestStatements, [database], signal);
  return rows.map(({ text, ...row }) => {
    const calls = Number(row.calls);
    const totalMs = Number(row.totalMs);
    return { text, calls, totalMs, meanMs: totalMs / Math.max(calls, 1) };
  });
}
