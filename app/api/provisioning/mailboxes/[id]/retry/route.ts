import { z } from "zod";
import { retryMailbox } from "@/lib/hosted-services/mail/mailboxes/change-mailbox";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Try a failed create again.",
  permission: "mailbox.manage",
  params: idParams("mailbox"),
  response: z.object({ status: z.literal("provisioning") }),
  status: 202,
  handle: ({ actor, params }) => retryMailbox(actor, params.id),
});
