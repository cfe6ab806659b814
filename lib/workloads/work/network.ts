import { lockSubjectUntilCommit } from "@/lib/db/locks.sql";
import { type Tx, transaction } from "@/lib/db/transaction";
import type { RunContext } from "../workload-definition";
import { reload } from "./context";

/**
 * Which of its owner's networks a workload is in. A network is a /27: one address is the gateway's, 29 are for
 * workloads. The next one gets the next network, so a customer's number of workloads has no limit but the quota.
 */
export const workloadsPerNetwork = 29;

/** Places the workload in the first network of its owner with a free address, unless it is in one already. */
export async function assignNetwork(context: RunContext): Promise<void> {
  if (context.workload.networkNumber !== null) return;
  await place(context, 0);
}

/** The engine has no address left there, although our count has: uses a later network. */
export async function moveToNextNetwork(context: RunContext): Promise<void> {
  await place(context, context.workload.networkNumber ?? 1);
}

async function place(context: RunContext, after: number): Promise<void> {
  const { id, ownerId } = context.workload;
  await transaction(async (tx) => {
    // Two workloads of one owner must not count the same last address.
    await tx.row(lockSubjectUntilCommit, [`networks:${ownerId}`]);
    const number = await firstWithSpace(tx, ownerId, context.node.id, after);
    await tx.prisma.workload.updateMany({ where: { id }, data: { networkNumber: number } });
  });
  await reload(context);
}

async function firstWithSpace(tx: Tx, ownerId: string, nodeId: string, after: number): Promise<number> {
  const rows = await tx.prisma.workload.groupBy({
    by: ["networkNumber"],
    where: { ownerId, nodeId, networkNumber: { gt: after } },
    having: { networkNumber: { _count: { gte: workloadsPerNetwork } } },
  });
  const full = new Set(rows.map((row) => row.networkNumber));
  let number = after + 1;
  while (full.has(number)) number++;
  return number;
}
