import type { DatabaseFiguresView } from "../contract";
import { readerOf, roleOf } from "../names";
import type { MariadbConnection } from "./mariadb-connection";
import { countConnections, hasStatements, measureTenants, slowestStatements } from "./tenant.remote.sql";

export async function measureDatabases(
  server: MariadbConnection,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, bigint>> {
  type Row = { name: string; bytes: string };
  const rows = await server.rows<Row>(measureTenants, [names, names, names], signal);
  return new Map(rows.map(({ name, bytes }) => [name, BigInt(bytes)]));
}

export async function readFigures(
  server: MariadbConnection,
  database: string,
  signal: AbortSignal,
): Promise<DatabaseFiguresView> {
  const users = [roleOf(database), readerOf(database)];
  const [row] = await server.rows<{ connections: number | string }>(countConnections, [users], signal);
  const sizes = await measureDatabases(server, [database], signal);
  return {
    connections: Number(row?.connections ?? 0),
    sizeBytes: Number(sizes.get(database) ?? 0n),
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
