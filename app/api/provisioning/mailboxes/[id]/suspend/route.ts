import { z } from "zod";
import { hostedStatusSchema } from "@/lib/hosted-services/contract";
import { suspendMailbox } from "@/lib/hosted-services/mail/mailboxes/change-mailbox";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Suspend a mailbox: its user cannot sign in, and mail is still taken.",
  permission: "mailbox.manage",
  limit: "sensitive",
  params: idParams("mailbox"),
  response: z.object({ status: hostedStatusSchema }),
  status: 202,
  handle: ({ actor, params }) => suspendMailbox(actor, params.id),
});
