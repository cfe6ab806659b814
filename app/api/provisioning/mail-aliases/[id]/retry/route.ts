import { z } from "zod";
import { retryMailAlias } from "@/lib/hosted-services/mail/aliases/change-alias";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Try a failed create again.",
  permission: "mailbox.manage",
  params: idParams("mailAlias", "There is no such alias."),
  response: z.object({ status: z.literal("provisioning") }),
  status: 202,
  handle: ({ actor, params }) => retryMailAlias(actor, params.id),
});
