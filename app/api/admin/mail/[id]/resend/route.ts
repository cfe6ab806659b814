import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { resendMail } from "@/lib/notifications/mail/outbox";

export const POST = route({
  summary: "Send a held or failed mail again.",
  permission: "mail.manage",
  limit: "sensitive",
  params: idParams("mail"),
  status: 202,
  handle: ({ actor, params }) => resendMail(actor, params.id),
});
