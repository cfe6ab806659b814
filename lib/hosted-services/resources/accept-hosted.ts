import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { brokenConstraint } from "@/lib/db/errors";
import type { Tx } from "@/lib/db/transaction";
import { runChannel } from "@/lib/workloads/runs/runs";
import { hostedServiceErrors } from "../errors";
import type { HostedKind } from "./define-hosted-kind";
import { insertAccepted, lockOwner } from "./hosted.sql";
import type { NamedHosted } from "./hosted-views";
import { maxOf } from "./quota";

export type NewHosted = {
  id: string;
  ownerId: string;
  name: string;
  objectName: string;
  providerId?: string;
  /** Of those of the kind; all without. */
  providerKinds?: readonly string[];
};

/** `connectionSealed`: of the provider. */
export type AcceptedHosted = {
  resource: NamedHosted;
  provider: { id: string; connectionSealed: string };
};

/**
 * Writes the object, its creating run and the first line of its timeline, in the caller's transaction; the caller adds
 * what only its kind has. Throws `no_provider`, `hosted_quota_exceeded` and `name_taken`.
 */
export async function acceptHosted(tx: Tx, kind: HostedKind, actor: Actor, input: NewHosted): Promise<AcceptedHosted> {
  const { id, ownerId, name, objectName, providerId, providerKinds = kind.providers } = input;
  const owner = await tx.row(lockOwner, [ownerId, kind.kind]);
  if (!owner) throw coreErrors.not_found({ detail: "There is no such user." });
  const max = maxOf(kind, owner);
  const runId = newId("run");
  const row = await tx
    .row(insertAccepted, [
      ...[id, kind.kind, ownerId, name, objectName, runId, providerKinds],
      ...[providerId ?? null, max, actor.userId ?? null, runChannel],
    ])
    .catch((error: unknown) => {
      if (brokenConstraint(error) !== "hosted_resource_kind_object_name_key") throw error;
      throw hostedServiceErrors.name_taken({ detail: `There is a ${kind.noun} called ${objectName} already.` });
    });
  if (!row) throw await refusalOf(tx, kind, { ownerId, max, providerId });
  const resource: NamedHosted = {
    ...{ id, kind: kind.kind, ownerId, providerId: row.id, name, objectName, status: "provisioning" },
    ...{
      failureCode: null,
      failureMessage: null,
      heldByStaff: false,
      before: null,
      createdAt: row.createdAt,
      updatedAt: row.createdAt,
    },
    owner: { id: ownerId, name: owner.name },
    provider: { id: row.id, kind: row.kind, name: row.name, mode: row.mode, endpoints: row.endpoints },
  };
  return { resource, provider: { id: row.id, connectionSealed: row.connectionSealed } };
}

type Refused = { ownerId: string; max: number | null; providerId: string | undefined };

/** Why nothing was inserted. */
async function refusalOf(tx: Tx, kind: HostedKind, { ownerId, max, providerId }: Refused): Promise<Error> {
  const used = await tx.prisma.hostedResource.count({ where: { ownerId, kind: kind.kind } });
  if (max !== null && used >= max) {
    const detail = `Your quota is ${max} ${kind.noun}${max === 1 ? "" : "s"}; ${used} exist.`;
    return hostedServiceErrors.hosted_quota_exceeded({ detail });
  }
  if (providerId === undefined) return hostedServiceErrors.no_provider();
  const message = "Choose a provider that takes new objects.";
  return coreErrors.validation_failed({ errors: [{ path: "provider", message }] });
}
