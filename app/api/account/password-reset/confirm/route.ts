import { z } from "zod";
import { confirmPasswordResetBody } from "@/lib/auth/contract";
import { confirmPasswordReset } from "@/lib/auth/passwords/reset-password";
import { requestOrigin } from "@/lib/http/callers/authenticate";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Choose a new password with the token of the mail. Ends all sessions and does not sign in.",
  permission: null,
  limit: "signIn",
  body: confirmPasswordResetBody,
  response: z.object({ changed: z.literal(true) }),
  handle: async ({ body, request, headers }) => {
    await confirmPasswordReset(body, requestOrigin(request.headers, headers.get("x-request-id")));
    return { changed: true as const };
  },
});
