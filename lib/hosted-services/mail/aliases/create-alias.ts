import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { newId } from "@/lib/core/ids";
import { transaction } from "@/lib/db/transaction";
import { acceptHosted } from "../../resources/accept-hosted";
import { audit } from "../../resources/change-hosted";
import { readDestinations, readOwnAddress } from "../addresses";
import type { CreateMailAliasInput, MailAliasView } from "../contract";
import { claimAddress } from "../domains/claim-address";
import { loadAlias, toAliasView } from "./load-alias";
import { mailAliasKind } from "./mail-alias";
import { refuseCircle } from "./refuse-circle";

/** Accepts an alias: row, run and audit entry in one transaction. */
export async function createMailAlias(actor: Actor, input: CreateMailAliasInput): Promise<MailAliasView> {
  authorise(actor, "mailbox.create");
  const own = readOwnAddress(input.address);
  const destinations = readDestinations(input.destinations, "destinations");
  const id = newId("mailAlias");
  return transaction(async (tx) => {
    const { id: domainId, ownerId, providerId } = await claimAddress(tx, actor, own);
    await refuseCircle(tx, own.address, destinations, "destinations");
    const names = { name: own.address, objectName: own.address, providerId };
    await acceptHosted(tx, mailAliasKind, actor, { id, ownerId, ...names });
    await tx.prisma.mailAlias.create({ data: { id, domainId, destinations } });
    await audit(tx, actor, mailAliasKind, { id, status: "provisioning" }, "created", { address: own.address });
    return toAliasView(await loadAlias(actor, id, "mailbox.read", tx));
  });
}
