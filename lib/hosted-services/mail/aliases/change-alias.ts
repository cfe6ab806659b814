import type { Actor } from "@/lib/access/actor";
import { type Tx, transaction } from "@/lib/db/transaction";
import { audit, deleteHosted, requestApply, requireState, retryHosted } from "../../resources/change-hosted";
import { readDestinations } from "../addresses";
import type { MailAliasView } from "../contract";
import { loadAlias, toAliasView } from "./load-alias";
import { mailAliasKind } from "./mail-alias";
import { refuseCircle } from "./refuse-circle";

export async function updateMailAlias(
  actor: Actor,
  id: string,
  input: { destinations: readonly string[] },
): Promise<MailAliasView> {
  const destinations = readDestinations(input.destinations, "destinations");
  return transaction(async (tx) => {
    const row = await loadAlias(actor, id, "mailbox.manage", tx, { lock: true });
    requireState(mailAliasKind, row, ["active"]);
    await refuseCircle(tx, row.objectName, destinations, "destinations");
    await tx.prisma.mailAlias.update({ where: { id }, data: { destinations } });
    await audit(tx, actor, mailAliasKind, row, "changed");
    await requestApply(tx, mailAliasKind, row, actor);
    return toAliasView(await loadAlias(actor, id, "mailbox.manage", tx));
  });
}

const locked = (actor: Actor, id: string, permission: "mailbox.manage" | "mailbox.delete") => (tx: Tx) =>
  loadAlias(actor, id, permission, tx, { lock: true });

export const deleteMailAlias = (actor: Actor, id: string) =>
  deleteHosted(actor, mailAliasKind, locked(actor, id, "mailbox.delete"));

export const retryMailAlias = (actor: Actor, id: string) =>
  retryHosted(actor, mailAliasKind, locked(actor, id, "mailbox.manage"));
