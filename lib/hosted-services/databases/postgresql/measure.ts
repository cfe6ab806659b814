import { hostedServiceErrors } from "../../errors";
import type { DatabaseFiguresView } from "../contract";
import { PostgresConnection } from "./postgres-connection";
import { postgresqlConnectionSchema } from "./postgresql-provider";
import { measureTenants, readTenantFigures } from "./tenant.remote.sql";

const timeoutMs = 15_000;

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
    return { connections, sizeBytes: Number(bytes), commits: Number(commits), cacheHitRatio };
  });
}
