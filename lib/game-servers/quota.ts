import { mbToGib } from "@/lib/core/units";
import type { Tx } from "@/lib/db/transaction";
import type { Need } from "@/lib/nodes/place/placement";
import { usageOf } from "@/lib/workloads/queries";
import { gameServerErrors } from "./errors";
import { gameServerKind } from "./kind";
import { lockQuota } from "./servers.sql";

export type Quota = { maxServers: number; maxMemoryMb: number; maxCpuMilli: number; maxDiskMb: number };
export type Usage = Need & { servers: number };

/** What a change would need beyond the quota, as text; null when it fits. Pure. */
export function quotaShortage(quota: Quota, usage: Usage, change: Usage): string | null {
  if (change.servers > 0 && usage.servers + change.servers > quota.maxServers)
    return `Your quota is ${quota.maxServers} servers.`;
  const beyond: [number, number, number, string][] = [
    [usage.memoryMb, change.memoryMb, quota.maxMemoryMb, "GiB of memory"],
    [usage.diskMb, change.diskMb, quota.maxDiskMb, "GiB of disk space"],
  ];
  for (const [used, extra, limit, what] of beyond) {
    if (extra > 0 && used + extra > limit) {
      return `Your quota is ${mbToGib(limit)} ${what}; ${mbToGib(used)} are in use and ${mbToGib(extra)} more are needed.`;
    }
  }
  if (change.cpuMilli > 0 && usage.cpuMilli + change.cpuMilli > quota.maxCpuMilli) {
    return `Your quota is ${quota.maxCpuMilli / 1000} CPUs; ${usage.cpuMilli / 1000} are in use.`;
  }
  return null;
}

/**
 * Locks the owner's row, so that parallel creates of one user count each other, and throws `quota_exceeded` when the
 * change does not fit. Only what has reserved capacity counts towards memory, CPU and disk, of any kind.
 */
export async function checkQuota(tx: Tx, ownerId: string, change: Usage): Promise<void> {
  const quota = await tx.row(lockQuota, [ownerId]);
  // A statement of its own: it sees what others committed while this one waited for the lock.
  const { count: servers, ...used } = await usageOf(tx, ownerId, gameServerKind);
  if (!quota) throw gameServerErrors.quota_exceeded({ detail: "This account cannot own servers." });
  const usage = { servers, ...used };
  const shortage = quotaShortage(quota, usage, change);
  if (shortage) throw gameServerErrors.quota_exceeded({ detail: shortage });
}
