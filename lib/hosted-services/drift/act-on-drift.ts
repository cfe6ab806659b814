import type { Actor } from "@/lib/access/actor";
import { requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import type { HostedDrift, HostedProvider } from "@/lib/db/generated/client";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { recordEvent } from "@/lib/workloads/runs/runs";
import { loadProvider } from "../providers/load-provider";
import { deleteHosted, requestApply } from "../resources/change-hosted";
import type { HostedKind } from "../resources/define-hosted-kind";
import { lockHosted } from "../resources/hosted.sql";
import { hostedKinds } from "../resources/hosted-kinds";
import type { DriftAction } from "./contract";
import { actionsOf, driftType } from "./list-drift";
import { reconcileSoon } from "./request-reconciliation";

const timeoutMs = 10_000;

type Case = { actor: Actor; item: HostedDrift; kind: HostedKind; provider: HostedProvider; log: Logger };

/**
 * Ends one difference. Repair: the panel is right, and a run applies it. Adopt: the provider is right. Remove: an orphan
 * is removed by the next reconciliation, which is requested at once; a ghost's rows are deleted.
 */
export async function actOnDrift(
  actor: Actor,
  ids: { providerId: string; itemId: string },
  action: DriftAction,
  log: Logger,
): Promise<{ status: "accepted" }> {
  const provider = await loadProvider(actor, ids.providerId, "provider.manage", sql());
  const item = await sql().prisma.hostedDrift.findUnique({ where: { id: ids.itemId, providerId: ids.providerId } });
  const kind = hostedKinds.find((known) => known.kind === item?.kind);
  if (!item || !kind) throw coreErrors.not_found({ detail: "There is no such difference any more." });
  const type = driftType.parse(item.type);
  if (!actionsOf[type].includes(action)) {
    const message = `Choose ${actionsOf[type].join(" or ")}.`;
    throw coreErrors.validation_failed({ errors: [{ path: "action", message }] });
  }
  await deeds[`${type} ${action}`]?.({ actor, item, kind, provider, log });
  return { status: "accepted" };
}

const deeds: Record<string, (one: Case) => Promise<void>> = {
  "orphan remove": ({ actor, item, kind, log }) =>
    settle(actor, item, kind, "removed", async (tx) => {
      await tx.prisma.hostedDrift.update({ where: { id: item.id }, data: { requested: "remove" } });
      await reconcileSoon(tx, log);
    }),
  "orphan adopt": async ({ actor, item, kind, provider }) => {
    const { resourceId: id, objectName } = item;
    const ref = { name: objectName, marker: id };
    const adopt = await kind.readOrphan(provider, ref, AbortSignal.timeout(timeoutMs));
    await settle(actor, item, kind, "adopted", async (tx) => {
      const owner = { ownerId: requireUserId(actor), providerId: provider.id };
      const data = { id, kind: kind.kind, name: objectName, objectName, status: "active" as const, ...owner };
      const resource = await tx.prisma.hostedResource.create({ data });
      await adopt(tx, resource);
      await recordEvent(tx, {
        resourceId: id,
        step: "accept",
        status: "done",
        message: `Adopted from ${provider.name}`,
      });
      await requestApply(tx, kind, resource, actor);
    });
  },
  "ghost repair": (one) => repair(one),
  "difference repair": (one) => repair(one),
  "difference adopt": async ({ actor, item, kind, provider }) => {
    const resource = await sql().prisma.hostedResource.findUniqueOrThrow({ where: { id: item.resourceId } });
    const signal = AbortSignal.timeout(timeoutMs);
    const adopt = await kind.readDifference(provider, resource, signal);
    await settle(actor, item, kind, "adopted", async (tx) => {
      await adopt(tx);
      await requestApply(tx, kind, resource, actor);
    });
  },
  "ghost remove": async ({ actor, item, kind }) => {
    await deleteHosted(actor, kind, (tx) => locked(tx, item.resourceId));
    await sql().prisma.hostedDrift.deleteMany({ where: { id: item.id } });
  },
};

function repair({ actor, item, kind }: Case): Promise<void> {
  return settle(actor, item, kind, "repaired", async (tx) => {
    await requestApply(tx, kind, await locked(tx, item.resourceId), actor);
  });
}

async function locked(tx: Tx, id: string) {
  await tx.row(lockHosted, [id]);
  const resource = await tx.prisma.hostedResource.findUnique({ where: { id } });
  if (!resource) throw coreErrors.not_found({ detail: "It was deleted meanwhile." });
  return resource;
}

/** The change, its audit entry and the end of the item in one transaction. */
async function settle(
  actor: Actor,
  item: HostedDrift,
  kind: HostedKind,
  verb: string,
  change: (tx: Tx) => Promise<void>,
): Promise<void> {
  await transaction(async (tx) => {
    await change(tx);
    const target = { targetKind: kind.kind, targetId: item.resourceId };
    await recordAudit(tx, actor, { action: `drift.${verb}`, ...target, detail: { type: item.type } });
    // What waits for the reconciliation stays until that has done it.
    await tx.prisma.hostedDrift.deleteMany({ where: { id: item.id, requested: null } });
  });
}
