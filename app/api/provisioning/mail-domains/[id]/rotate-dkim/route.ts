import { mailDomainView } from "@/lib/hosted-services/mail/contract";
import { rotateDkimKey } from "@/lib/hosted-services/mail/domains/change-domain";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Sign with a new DKIM key. The record of the old one stays for a week.",
  permission: "mailbox.manage",
  limit: "sensitive",
  params: idParams("mailDomain", "There is no such mail domain."),
  response: mailDomainView,
  handle: ({ actor, params }) => rotateDkimKey(actor, params.id),
});
