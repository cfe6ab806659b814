import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { generateSecurePassword } from "@/lib/core/encryption/crypto";
import { newId } from "@/lib/core/ids";
import { transaction } from "@/lib/db/transaction";
import { acceptHosted } from "../../resources/accept-hosted";
import { audit } from "../../resources/change-hosted";
import { readDestinations, readOwnAddress } from "../addresses";
import { refuseCircle } from "../aliases/refuse-circle";
import type { CreatedMailboxView, CreateMailboxInput } from "../contract";
import { claimAddress } from "../domains/claim-address";
import { hashMailPassword } from "./hash-password";
import { loadMailbox } from "./load-mailbox";
import { mailboxKind, newStorageId } from "./mailbox";
import { toMailboxView } from "./mailbox-views";

/** Accepts a mailbox: row, run and audit entry in one transaction; the worker creates it on the server of its domain. */
export async function createMailbox(actor: Actor, input: CreateMailboxInput): Promise<CreatedMailboxView> {
  authorise(actor, "mailbox.create");
  requireUserId(actor);
  const own = readOwnAddress(input.address);
  const forwardTo = readDestinations(input.forwardTo, "forwardTo");
  const password = input.password ?? generateSecurePassword(20);
  const passwordHash = await hashMailPassword(password);
  const id = newId("mailbox");
  const row = await transaction(async (tx) => {
    const domain = await claimAddress(tx, actor, own);
    await refuseCircle(tx, own.address, forwardTo, "forwardTo");
    // What staff create in a customer's domain belongs to the customer.
    const { ownerId } = domain;
    const names = { name: own.address, objectName: own.address, providerId: domain.providerId };
    await acceptHosted(tx, mailboxKind, actor, { id, ownerId, ...names });
    const data = {
      id,
      domainId: domain.id,
      passwordHash,
      quotaMb: input.quotaMb,
      forwardTo,
      storageId: newStorageId(),
    };
    await tx.prisma.mailbox.create({ data });
    await audit(tx, actor, mailboxKind, { id, status: "provisioning" }, "created", { address: own.address });
    return loadMailbox(actor, id, "mailbox.read", tx);
  });
  return { ...toMailboxView(row), password: input.password === undefined ? password : null };
}
