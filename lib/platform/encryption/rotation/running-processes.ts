import type { Sql } from "@/lib/db/transaction";
import { processTimeoutSeconds } from "../follow-keys";

export type RunningProcess = { id: string; kind: string; activeKey: string; keys: string[] };

/**
 * The processes that report the keys they know. Their times are the database's, so they are compared with the newest of
 * them, not with the clock of this machine: this process reports each second too.
 */
export async function listRunningProcesses(db: Sql): Promise<RunningProcess[]> {
  const rows = await db.prisma.encryptionProcess.findMany({ orderBy: { id: "asc" } });
  const newestMs = Math.max(...rows.map(({ seenAt }) => seenAt.getTime()));
  return rows
    .filter(({ seenAt }) => newestMs - seenAt.getTime() < processTimeoutSeconds * 1000)
    .map(({ id, kind, activeKeyId, keyIds }) => ({ id, kind, activeKey: activeKeyId, keys: keyIds }));
}
