import { z } from "zod";
import { hostedStatusSchema } from "@/lib/hosted-services/contract";
import { resumeMailbox } from "@/lib/hosted-services/mail/mailboxes/change-mailbox";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Let the user of a mailbox sign in again.",
  permission: "mailbox.manage",
  limit: "sensitive",
  params: idParams("mailbox"),
  response: z.object({ status: hostedStatusSchema }),
  status: 202,
  handle: ({ actor, params }) => resumeMailbox(actor, params.id),
});
