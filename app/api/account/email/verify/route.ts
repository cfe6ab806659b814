import { z } from "zod";
import { verifyEmail } from "@/lib/auth/accounts/verify-email";
import { verifyEmailBody } from "@/lib/auth/contract";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Confirm an e-mail address with the token of the mail; each works once, for 24 hours.",
  permission: null,
  limit: "signIn",
  body: verifyEmailBody,
  response: z.object({ email: z.string() }),
  handle: ({ actor, body }) => verifyEmail(body.token, actor),
});
