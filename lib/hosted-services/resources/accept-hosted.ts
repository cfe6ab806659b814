import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import { brokenConstraint } from "@/lib/db/errors";
import type { HostedProvider } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { enqueueRun, recordEvent } from "@/lib/workloads/runs/runs";
import { hostedServiceErrors } from "../errors";
import type { HostedKind } from "./define-hosted-kind";
import { lockOwner } from "./hosted.sql";
import { quotaOf } from "./quota";

export type NewHosted = { id: string; ownerId: string; name: string; objectName: string; providerId?: string };

/**
 * Writes the object, its creating run and the first line of its timeline, in the caller's transaction; the caller adds
 * what only its kind has. Throws `no_provider`, `hosted_quota_exceeded` and `name_taken`.
 */
export async function acceptHosted(
  tx: Tx,
  kind: HostedKind,
  actor: Actor,
  { id, ownerId, name, objectName, providerId }: NewHosted,
): Promise<{ provider: HostedProvider; createdAt: Date }> {
  await tx.row(lockOwner, [ownerId]);
  await checkQuota(tx, kind, ownerId);
  const provider = await chooseProvider(tx, kind, providerId);
  const data = { id, kind: kind.kind, ownerId, providerId: provider.id, name, objectName };
  const { createdAt } = await tx.prisma.hostedResource.create({ data }).catch((error: unknown) => {
    if (brokenConstraint(error) !== "hosted_resource_kind_object_name_key") throw error;
    throw hostedServiceErrors.name_taken({ detail: `There is a ${kind.noun} called ${objectName} already.` });
  });
  await recordEvent(tx, {
    resourceId: id,
    step: "accept",
    status: "done",
    message: `Accepted for ${provider.name}`,
  });
  await enqueueRun(tx, kind, { resource: { id }, nodeId: null, kind: "create", actor });
  return { provider, createdAt };
}

async function checkQuota(tx: Tx, kind: HostedKind, ownerId: string): Promise<void> {
  const max = await quotaOf(tx, kind, ownerId);
  const used = await tx.prisma.hostedResource.count({ where: { ownerId, kind: kind.kind } });
  if (used < max) return;
  const detail = `Your quota is ${max} ${kind.noun}${max === 1 ? "" : "s"}; ${used} exist.`;
  throw hostedServiceErrors.hosted_quota_exceeded({ detail });
}

/** The named provider, or of those that take new objects and answered last, the one with the fewest. */
async function chooseProvider(tx: Tx, kind: HostedKind, providerId: string | undefined): Promise<HostedProvider> {
  const rows = await tx.prisma.hostedProvider.findMany({
    where: { kind: kind.provider, accepting: true, ...(providerId ? { id: providerId } : {}) },
    include: { _count: { select: { resources: true } } },
  });
  const load = (row: (typeof rows)[number]) => [row.healthError === null ? 0 : 1, row._count.resources] as const;
  const [chosen] = rows.sort((a, b) => load(a)[0] - load(b)[0] || load(a)[1] - load(b)[1]);
  if (chosen) return chosen;
  if (providerId === undefined) throw hostedServiceErrors.no_provider();
  const message = "Choose a provider that takes new objects.";
  throw coreErrors.validation_failed({ errors: [{ path: "provider", message }] });
}
