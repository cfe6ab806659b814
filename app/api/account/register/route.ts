import { z } from "zod";
import { registerAccount } from "@/lib/auth/accounts/accounts";
import { isVerificationRequired } from "@/lib/auth/accounts/verify-email";
import { registerBody } from "@/lib/auth/contract";
import { requestOrigin } from "@/lib/http/callers/authenticate";
import { limitAccount } from "@/lib/http/limits/account-limits";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Sign up. The answer is the same whether or not the address is known. It names the mail to wait for.",
  permission: null,
  limit: "signIn",
  body: registerBody,
  response: z.object({ accepted: z.literal(true), confirmationRequired: z.boolean() }),
  status: 202,
  handle: async ({ body, request, headers }) => {
    await limitAccount("register", body.email, headers);
    await registerAccount(body, requestOrigin(request.headers, headers.get("x-request-id")));
    return { accepted: true as const, confirmationRequired: isVerificationRequired() };
  },
});
