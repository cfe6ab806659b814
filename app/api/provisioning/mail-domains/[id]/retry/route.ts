import { z } from "zod";
import { retryMailDomain } from "@/lib/hosted-services/mail/domains/change-domain";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Try a failed create again.",
  permission: "mailbox.manage",
  params: idParams("mailDomain", "There is no such mail domain."),
  response: z.object({ status: z.literal("provisioning") }),
  status: 202,
  handle: ({ actor, params }) => retryMailDomain(actor, params.id),
});
