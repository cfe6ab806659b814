import type { Actor } from "@/lib/access/actor";
import { type Tx, transaction } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../../errors";
import { audit, deleteHosted, requestApply, requireState, retryHosted } from "../../resources/change-hosted";
import { readDestination } from "../addresses";
import { refuseCircle } from "../aliases/refuse-circle";
import type { MailDomainView, UpdateMailDomainInput } from "../contract";
import { removeMailRecords } from "../records/write-records";
import { makeDkimKey, sealDkimKey } from "./dkim-key";
import { toMailDomainView } from "./domain-views";
import { type LoadedMailDomain, loadMailDomain } from "./load-domain";
import { mailDomainKind } from "./mail-domain";

/** Changes of one mail domain. Each writes what should be and lets a run apply it. */

/** Mail that the old key signed is delivered by then. */
const previousKeyMs = 7 * 86_400_000;

type Write = (tx: Tx, row: LoadedMailDomain) => Promise<Parameters<Tx["prisma"]["mailDomain"]["update"]>[0]["data"]>;

async function change(actor: Actor, id: string, verb: string, write: Write): Promise<MailDomainView> {
  return transaction(async (tx) => {
    const row = await loadMailDomain(actor, id, "mailbox.manage", tx, { lock: true });
    requireState(mailDomainKind, row, ["active"]);
    await tx.prisma.mailDomain.update({ where: { id }, data: await write(tx, row) });
    await audit(tx, actor, mailDomainKind, row, verb);
    await requestApply(tx, mailDomainKind, row, actor);
    return toMailDomainView(await loadMailDomain(actor, id, "mailbox.manage", tx));
  });
}

/** Where mail for addresses goes that do not exist. */
export function updateMailDomain(actor: Actor, id: string, input: UpdateMailDomainInput): Promise<MailDomainView> {
  const catchAll = input.catchAll === null ? null : readDestination(input.catchAll, "catchAll");
  return change(actor, id, "changed", async (tx, { objectName }) => {
    if (catchAll) await refuseCircle(tx, `@${objectName}`, [catchAll], "catchAll");
    return { catchAll };
  });
}

/** A new DKIM key; the record of the old one stays for a week. */
export async function rotateDkimKey(actor: Actor, id: string): Promise<MailDomainView> {
  const now = new Date();
  const { selector, privateKey, publicKey } = await makeDkimKey(now);
  return change(actor, id, "dkim_rotated", async (_, { mail }) => ({
    dkimSelector: selector,
    dkimKeySealed: sealDkimKey(id, privateKey),
    dkimPublic: publicKey,
    dkimCreatedAt: now,
    previousSelector: mail.dkimSelector,
    previousPublic: mail.dkimPublic,
    previousUntil: new Date(now.getTime() + previousKeyMs),
  }));
}

/** Refused while it has mailboxes or aliases: nobody deletes mail of others by one click. */
export function deleteMailDomain(actor: Actor, id: string): Promise<{ status: "deleting" }> {
  return deleteHosted(actor, mailDomainKind, async (tx) => {
    const row = await loadMailDomain(actor, id, "mailbox.delete", tx, { lock: true });
    const { mailboxes, aliases } = row.mail._count;
    if (mailboxes + aliases > 0) {
      const detail = `It has ${mailboxes} mailboxes and ${aliases} aliases. Delete them first.`;
      throw hostedServiceErrors.mail_domain_in_use({ detail });
    }
    await removeMailRecords(tx, row);
    return row;
  });
}

export const retryMailDomain = (actor: Actor, id: string) =>
  retryHosted(actor, mailDomainKind, (tx) => loadMailDomain(actor, id, "mailbox.manage", tx, { lock: true }));
