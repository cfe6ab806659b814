import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { newId } from "@/lib/core/ids";
import { transaction } from "@/lib/db/transaction";
import { acceptHosted } from "../../resources/accept-hosted";
import { audit } from "../../resources/change-hosted";
import { readMailDomain } from "../addresses";
import type { CreateMailDomainInput, MailDomainDetailView } from "../contract";
import { makeDkimKey, sealDkimKey } from "./dkim-key";
import { toMailDomainView } from "./domain-views";
import { type LoadedMailDomain, loadMailDomain } from "./load-domain";
import { mailDomainKind } from "./mail-domain";
import { describeRecords } from "./queries";
import { refuseForeignDomain } from "./refuse-foreign-domain";

/**
 * Accepts a mail domain: row, DKIM key, run and audit entry in one transaction. When the mail server has it, its records
 * are written into the zone of the same owner.
 */
export async function createMailDomain(actor: Actor, input: CreateMailDomainInput): Promise<MailDomainDetailView> {
  const reach = authorise(actor, "mailbox.create");
  const ownerId = requireUserId(actor);
  const name = readMailDomain(input.name);
  if (reach === "own") await refuseForeignDomain(name, ownerId);
  const id = newId("mailDomain");
  const { selector, privateKey, publicKey } = await makeDkimKey(new Date());
  const row: LoadedMailDomain = await transaction(async (tx) => {
    const provider = input.provider === undefined ? {} : { providerId: input.provider };
    await acceptHosted(tx, mailDomainKind, actor, { id, ownerId, name, objectName: name, ...provider });
    const key = { dkimSelector: selector, dkimKeySealed: sealDkimKey(id, privateKey), dkimPublic: publicKey };
    await tx.prisma.mailDomain.create({ data: { id, ...key } });
    await audit(tx, actor, mailDomainKind, { id, status: "provisioning" }, "created", { name });
    return loadMailDomain(actor, id, "mailbox.read", tx);
  });
  return { ...toMailDomainView(row), records: await describeRecords(row, { lookup: async () => "unknown" }) };
}
