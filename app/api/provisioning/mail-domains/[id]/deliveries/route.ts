import { idQuery, listOf } from "@/lib/core/lists";
import { mailDeliveryView } from "@/lib/hosted-services/mail/contract";
import { listDeliveries } from "@/lib/hosted-services/mail/domains/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "What became of mail from and to a domain, the newest first. Kept for 14 days.",
  permission: "mailbox.read",
  params: idParams("mailDomain", "There is no such mail domain."),
  query: idQuery,
  response: listOf(mailDeliveryView),
  handle: ({ actor, params, query }) => listDeliveries(actor, params.id, query),
});
