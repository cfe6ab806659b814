import { z } from "zod";
import { resendVerification } from "@/lib/auth/accounts/verify-email";
import { resendVerificationBody } from "@/lib/auth/contract";
import { coreErrors } from "@/lib/core/errors";
import { requestOrigin } from "@/lib/http/callers/authenticate";
import { limitAccount } from "@/lib/http/limits/account-limits";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Send the confirmation mail again. Answers the same for every address.",
  permission: null,
  limit: "signIn",
  body: resendVerificationBody,
  response: z.object({ accepted: z.literal(true) }),
  status: 202,
  handle: async ({ actor, body, request, headers }) => {
    const email = body.email ?? actor.email;
    if (!email) {
      throw coreErrors.validation_failed({ errors: [{ path: "email", message: "Enter the address to confirm." }] });
    }
    await limitAccount("resend", email, headers);
    await resendVerification(email, requestOrigin(request.headers, headers.get("x-request-id")));
    return { accepted: true as const };
  },
});
