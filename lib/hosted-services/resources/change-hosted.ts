import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import type { HostedResource } from "@/lib/db/generated/client";
import { type Tx, transaction } from "@/lib/db/transaction";
import { emitStatus } from "@/lib/workloads/publication/status-event";
import { cancelRun, enqueueRun, queueFollowUp, unfinishedRun } from "@/lib/workloads/runs/runs";
import type { HostedStatus } from "../contract";
import { hostedServiceErrors } from "../errors";
import type { HostedKind } from "./define-hosted-kind";
import type { HostedRun } from "./hosted-plans";

/** Changes that every kind has, in the caller's transaction, in which the row is locked. */

/** What should be there has changed: a run applies it. While a run is in progress, the next one begins at its end. */
export async function requestApply(tx: Tx, kind: HostedKind, resource: HostedResource, actor: Actor): Promise<void> {
  await begin(tx, kind, resource, "apply", actor);
}

async function begin(tx: Tx, kind: HostedKind, resource: HostedResource, run: HostedRun, actor: Actor): Promise<void> {
  const current = await unfinishedRun(tx, resource.id);
  if (current && (await queueFollowUp(tx, current.id, run))) return;
  await enqueueRun(tx, kind, { resource, nodeId: null, kind: run, actor });
}

async function setStatus(tx: Tx, resource: HostedResource, status: HostedStatus): Promise<void> {
  const data = { status, failureCode: null, failureMessage: null };
  await tx.prisma.hostedResource.update({ where: { id: resource.id }, data });
  await emitStatus(tx, resource, status);
}

/** The object, locked, if the actor may do this to it. */
type Load = (tx: Tx) => Promise<HostedResource>;

/** Deletes the object in any state: a current run is cancelled first, then everything of it is removed. */
export async function deleteHosted(actor: Actor, kind: HostedKind, load: Load): Promise<{ status: "deleting" }> {
  return transaction(async (tx) => {
    const resource = await load(tx);
    if (resource.status === "deleting") return { status: "deleting" };
    await audit(tx, actor, kind, resource, "deleted");
    await setStatus(tx, resource, "deleting");
    const current = await unfinishedRun(tx, resource.id);
    if (current) await cancelRun(tx, current.id, "delete");
    else await enqueueRun(tx, kind, { resource, nodeId: null, kind: "delete", actor });
    return { status: "deleting" };
  });
}

/** Tries a failed create again. */
export async function retryHosted(actor: Actor, kind: HostedKind, load: Load): Promise<{ status: "provisioning" }> {
  return transaction(async (tx) => {
    const resource = await load(tx);
    requireState(kind, resource, ["failed"]);
    await audit(tx, actor, kind, resource, "retried");
    await setStatus(tx, resource, "provisioning");
    await enqueueRun(tx, kind, { resource, nodeId: null, kind: "create", actor });
    return { status: "provisioning" };
  });
}

/** Stops or allows its use; nothing is deleted. What somebody else than the owner suspended, the owner cannot resume. */
export async function suspendHosted(
  actor: Actor,
  kind: HostedKind,
  load: Load,
  run: "suspend" | "resume",
): Promise<{ status: HostedStatus }> {
  return transaction(async (tx) => {
    const resource = await load(tx);
    const wanted = run === "suspend" ? "suspended" : "active";
    if (resource.status === wanted) return { status: wanted };
    requireState(kind, resource, run === "suspend" ? ["active"] : ["suspended"]);
    const isOwner = actor.userId === resource.ownerId;
    if (run === "resume" && isOwner && resource.heldByStaff) throw hostedServiceErrors.suspended_by_staff();
    await audit(tx, actor, kind, resource, run === "suspend" ? "suspended" : "resumed");
    const heldByStaff = run === "suspend" && !isOwner;
    await tx.prisma.hostedResource.update({ where: { id: resource.id }, data: { heldByStaff } });
    await setStatus(tx, resource, wanted);
    await begin(tx, kind, resource, run, actor);
    return { status: wanted };
  });
}

export function requireState(kind: HostedKind, { status }: HostedResource, allowed: readonly HostedStatus[]): void {
  if (allowed.includes(status)) return;
  throw hostedServiceErrors.hosted_wrong_state({ detail: `The ${kind.noun} is ${status}.` });
}

/** `<kind>.<verb>`, e.g. `database.deleted`. */
export async function audit(
  tx: Tx,
  actor: Actor,
  kind: HostedKind,
  resource: Pick<HostedResource, "id" | "status">,
  verb: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  const target = { targetKind: kind.kind, targetId: resource.id };
  await recordAudit(tx, actor, {
    action: `${kind.kind}.${verb}`,
    ...target,
    detail: { from: resource.status, ...detail },
  });
}
