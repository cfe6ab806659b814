import { z } from "zod";
import { signInBody } from "@/lib/auth/contract";
import { factorErrors } from "@/lib/auth/factors/errors";
import { cookiesOf, prepareSignIn, readVisit } from "@/lib/http/callers/sign-in-flow";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Sign in with JSON: sets the session cookie, or answers 401 two_factor_required with the methods to choose from.",
  permission: null,
  duringEnrolment: true,
  body: signInBody.strict(),
  response: z.object({ signedIn: z.literal(true) }),
  handle: async ({ body, request, headers }) => {
    const visit = readVisit(request, headers.get("x-request-id"));
    const enter = await prepareSignIn(visit, body, headers);
    const result = await enter();
    for (const cookie of cookiesOf(result)) headers.append("set-cookie", cookie);
    if (result.outcome === "invalid_credentials") throw factorErrors.invalid_credentials();
    if (result.outcome === "two_factor_required") {
      throw factorErrors.two_factor_required({ extra: { methods: result.methods } });
    }
    return { signedIn: true as const };
  },
});
