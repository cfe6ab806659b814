import type { Actor } from "@/lib/access/actor";
import type { MailDomainDetailView } from "@/lib/hosted-services/mail/contract";
import { createMailDomain } from "@/lib/hosted-services/mail/domains/create-domain";
import { makeProvider } from "./make-provider";

let made = 0;

/** A mail domain that no worker creates, for tests that only need its rows. */
export async function makeMailDomain(owner: Actor): Promise<MailDomainDetailView> {
  await makeProvider("mail");
  return createMailDomain(owner, { name: `theirs${made++}.example` });
}
