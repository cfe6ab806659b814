import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { readSql } from "@/lib/db/replica/replica";
import type { ProvisioningReport } from "./contract";
import { daysLeft, type EndedRun, summariseRuns } from "./summarise-runs";

const days = 14;
const mostRuns = 5_000;
const dayMs = 86_400_000;

/** Staff: success, durations, errors and the ports that are left, of the last two weeks. At most the newest 5,000 runs. */
export async function readProvisioningReport(actor: Actor, nowMs = Date.now()): Promise<ProvisioningReport> {
  authorise(actor, "run.read");
  const since = new Date(nowMs - days * dayMs);
  const [runs, pools] = await Promise.all([readRuns(since), readPools(since)]);
  return { ...summariseRuns(runs, days, nowMs), pools };
}

async function readRuns(since: Date): Promise<EndedRun[]> {
  const { prisma } = readSql();
  const rows = await prisma.provisioningRun.findMany({
    where: { kind: "create", resourceKind: "game-server", finishedAt: { gte: since }, cancelAt: null },
    orderBy: { id: "desc" },
    take: mostRuns,
    include: { steps: true },
  });
  const servers = await prisma.server.findMany({
    where: { id: { in: rows.map(({ resourceId }) => resourceId) } },
    select: { id: true, template: { select: { name: true } } },
  });
  const names = new Map(servers.map(({ id, template }) => [id, template.name]));
  return rows.map(({ resourceId, createdAt, finishedAt, errorCode, errorMessage, steps }) => ({
    template: names.get(resourceId) ?? "of deleted servers",
    createdAt,
    finishedAt: finishedAt ?? createdAt,
    errorCode,
    errorMessage,
    steps: steps.map(({ step, startedAt, finishedAt: endedAt }) => ({
      step,
      durationMs: startedAt && endedAt ? endedAt.getTime() - startedAt.getTime() : null,
    })),
  }));
}

/** Ports of each address; the growth is that of the servers which were created since and still exist. */
async function readPools(since: Date): Promise<ProvisioningReport["pools"]> {
  const { prisma } = readSql();
  const [counts, addresses, grown] = await Promise.all([
    prisma.port.groupBy({ by: ["addressId", "state"], where: { protocol: "tcp" }, _count: true }),
    prisma.address.findMany({ select: { id: true, publicAddress: true } }),
    prisma.workload.groupBy({ by: ["addressId"], where: { createdAt: { gte: since } }, _count: true }),
  ]);
  return addresses.map(({ id, publicAddress }) => {
    const own = counts.filter(({ addressId }) => addressId === id);
    const total = own.reduce((sum, { _count }) => sum + _count, 0);
    const free = own.find(({ state }) => state === "free")?._count ?? 0;
    const usedPerDay = (grown.find(({ addressId }) => addressId === id)?._count ?? 0) / days;
    return { address: publicAddress, total, used: total - free, usedPerDay, daysLeft: daysLeft({ free, usedPerDay }) };
  });
}
