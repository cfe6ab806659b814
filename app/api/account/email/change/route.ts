import { z } from "zod";
import { changeEmail } from "@/lib/auth/accounts/change-email";
import { changeEmailBody } from "@/lib/auth/contract";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Ask for another e-mail address; it is used once the link sent there is opened.",
  permission: "account.manage",
  limit: "signIn",
  stepUp: true,
  body: changeEmailBody,
  response: z.object({ accepted: z.literal(true) }),
  status: 202,
  handle: async ({ actor, body }) => {
    await changeEmail(actor, body);
    return { accepted: true as const };
  },
});
