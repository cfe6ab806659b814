import { newId } from "@/lib/core/ids";
import type { HostedProvider } from "@/lib/db/generated/client";
import { sql, transaction } from "@/lib/db/transaction";
import { resourcesWithRuns } from "@/lib/workloads/queries";
import type { HostedKind } from "../resources/define-hosted-kind";
import { hostedKinds } from "../resources/hosted-kinds";
import { type Drift, findDrift } from "./find-drift";

/** Removes the orphans that an administrator asked to remove, then compares everything at the provider with the panel. */
export async function reconcileProvider(provider: HostedProvider, signal: AbortSignal): Promise<void> {
  for (const kind of hostedKinds.filter((known) => known.providers.includes(provider.kind))) {
    await removeRequested(provider, kind, signal);
    await store(provider.id, kind.kind, await compare(provider, kind, signal));
  }
}

async function removeRequested(provider: HostedProvider, kind: HostedKind, signal: AbortSignal): Promise<void> {
  const where = { providerId: provider.id, kind: kind.kind, type: "orphan", requested: "remove" };
  for (const item of await sql().prisma.hostedDrift.findMany({ where })) {
    const isKnown = (await sql().prisma.hostedResource.count({ where: { id: item.resourceId } })) > 0;
    if (isKnown) continue;
    const ref = { name: item.objectName, marker: item.resourceId };
    await kind.removeObject(provider, ref, signal);
  }
}

async function compare(provider: HostedProvider, kind: HostedKind, signal: AbortSignal): Promise<Drift[]> {
  // Read before the rows: what is created in between has a row and is no orphan.
  const found = await kind.list(provider, signal);
  const rows = await sql().prisma.hostedResource.findMany({ where: { providerId: provider.id, kind: kind.kind } });
  const busy = await resourcesWithRuns(rows.map(({ id }) => id));
  const isSettled = ({ id, status }: (typeof rows)[number]) =>
    !busy.has(id) && (status === "active" || status === "suspended");
  const settled = rows.filter(isSettled);
  const differences = await kind.compareAll(provider, settled, signal);
  const stillBusy = await resourcesWithRuns(settled.map(({ id }) => id));
  const expected = rows.map((row) => ({ ...row, isSettled: isSettled(row) && !stillBusy.has(row.id) }));
  return findDrift(found, expected, differences);
}

/** Keeps the time at which each was found first. */
async function store(providerId: string, kind: string, drift: readonly Drift[]): Promise<void> {
  await transaction(async (tx) => {
    const resourceIds = drift.map(({ resourceId }) => resourceId);
    await tx.prisma.hostedDrift.deleteMany({ where: { providerId, kind, resourceId: { notIn: resourceIds } } });
    for (const { type, resourceId, objectName, detail } of drift) {
      await tx.prisma.hostedDrift.upsert({
        where: { providerId_kind_resourceId: { providerId, kind, resourceId } },
        create: { id: newId("drift"), providerId, kind, type, resourceId, objectName, detail },
        update: { type, objectName, detail },
      });
    }
  });
}
