import type { Actor } from "@/lib/access/actor";
import { coreErrors, isAppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../../errors";
import { requireState } from "../../resources/change-hosted";
import type { Address } from "../addresses";
import { type LoadedMailDomain, loadMailDomain } from "./load-domain";
import { mailDomainKind } from "./mail-domain";

/**
 * The actor's domain of a new address, locked: creates in one domain wait for each other, so that no address becomes a
 * mailbox and an alias.
 */
export async function claimAddress(tx: Tx, actor: Actor, { address, domain }: Address): Promise<LoadedMailDomain> {
  const where = { kind_objectName: { kind: "mail-domain", objectName: domain } };
  const found = await tx.prisma.hostedResource.findUnique({ where, select: { id: true } });
  const row = found && (await loadOwn(tx, actor, found.id));
  if (!row) {
    const message = `You have no mail domain ${domain}. Create it first.`;
    throw coreErrors.validation_failed({ errors: [{ path: "address", message }] });
  }
  requireState(mailDomainKind, row, ["provisioning", "active"]);
  const kind = { in: ["mailbox", "mail-alias"] };
  if ((await tx.prisma.hostedResource.count({ where: { kind, objectName: address } })) > 0) {
    const message = `${address} exists already.`;
    throw hostedServiceErrors.name_taken({ detail: message, errors: [{ path: "address", message }] });
  }
  return row;
}

/** Null for a domain of somebody else, which looks like a missing one. */
async function loadOwn(tx: Tx, actor: Actor, id: string): Promise<LoadedMailDomain | null> {
  try {
    return await loadMailDomain(actor, id, "mailbox.create", tx, { lock: true });
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") return null;
    throw error;
  }
}
