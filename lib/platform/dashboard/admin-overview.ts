import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { mbToGib } from "@/lib/core/units";
import { sql } from "@/lib/db/transaction";
import type { NodeView } from "@/lib/nodes/contract";
import { forecast } from "./capacity-forecast";
import type { CapacityView, TroubleView } from "./contract";

const monthMs = 30 * 24 * 3_600_000;
const mostTroubles = 8;

/** Memory, CPU and disk of all machines that take servers, with what the last 30 days added. */
export async function capacityOf(actor: Actor, nodes: readonly NodeView[]): Promise<CapacityView> {
  authorise(actor, "node.read");
  const since = new Date(Date.now() - monthMs);
  const { _sum } = await sql().prisma.workload.aggregate({
    where: { holdsCapacity: true, createdAt: { gte: since } },
    _sum: { memoryMb: true, cpuMilli: true, diskMb: true },
  });
  const active = nodes.filter(({ state }) => state === "active");
  const sum = (kind: "memory" | "cpu" | "diskSpace", part: "reserved" | "total") =>
    active.reduce((all, node) => all + node[kind][part], 0);
  const of = (kind: "memory" | "cpu" | "diskSpace", added: number) =>
    forecast({ reserved: sum(kind, "reserved"), total: sum(kind, "total"), added });
  return {
    memory: of("memory", mbToGib(_sum.memoryMb ?? 0)),
    cpu: of("cpu", (_sum.cpuMilli ?? 0) / 1000),
    diskSpace: of("diskSpace", mbToGib(_sum.diskMb ?? 0)),
  };
}

/** What needs a person: machines whose engine does not answer, and servers that failed or crashed, the newest first. */
export async function troublesOf(actor: Actor, nodes: readonly NodeView[]): Promise<TroubleView[]> {
  authorise(actor, "node.read");
  const workloads = await sql().prisma.workload.findMany({
    where: { status: { in: ["failed", "crashed"] } },
    select: {
      id: true,
      name: true,
      status: true,
      failureMessage: true,
      updatedAt: true,
      owner: { select: { name: true } },
    },
    orderBy: { updatedAt: "desc" },
    take: mostTroubles,
  });
  const down = nodes.filter(({ engine, state }) => engine.status === "down" && state !== "maintenance");
  return [
    ...down.map(({ id, name, engine }) => ({
      id,
      name,
      status: "down",
      href: "/admin/nodes",
      text: engine.error ?? "Its container engine does not answer.",
      owner: null,
      at: engine.seenAt,
    })),
    ...workloads.map(({ id, name, status, failureMessage, updatedAt, owner }) => ({
      id,
      name,
      status,
      href: `/servers/${id}`,
      text: failureMessage?.split("\n")[0] ?? "The last change failed.",
      owner: owner.name,
      at: updatedAt.toISOString(),
    })),
  ];
}
