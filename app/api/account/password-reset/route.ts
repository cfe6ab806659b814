import { z } from "zod";
import { requestPasswordResetBody } from "@/lib/auth/contract";
import { requestPasswordReset } from "@/lib/auth/passwords/reset-password";
import { requestOrigin } from "@/lib/http/callers/authenticate";
import { limitAccount } from "@/lib/http/limits/account-limits";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Ask for a mail with a link to choose a new password. Answers the same for every address.",
  permission: null,
  limit: "signIn",
  body: requestPasswordResetBody,
  response: z.object({ accepted: z.literal(true) }),
  status: 202,
  handle: async ({ body, request, headers }) => {
    await limitAccount("reset", body.email, headers);
    await requestPasswordReset(body.email, requestOrigin(request.headers, headers.get("x-request-id")));
    return { accepted: true as const };
  },
});
