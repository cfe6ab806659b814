import { z } from "zod";
import { pendingSignIn } from "@/lib/auth/factors/challenges/start-challenge";
import { answerBody, methodsView } from "@/lib/auth/factors/contract";
import { signInWithFactor } from "@/lib/auth/sign-in/sign-in";
import { cookiesOfSession, readVisit } from "@/lib/http/callers/sign-in-flow";
import { factorLimits, forgiveSignIn } from "@/lib/http/limits/sign-in-limits";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The second step of the current sign-in, by its cookie; 410 if there is none.",
  permission: null,
  response: methodsView,
  handle: async ({ request }) => pendingSignIn(readVisit(request, null).challengeToken),
});

export const POST = route({
  summary: "Finish signing in with a second factor.",
  permission: null,
  body: answerBody,
  response: z.object({ signedIn: z.literal(true) }),
  handle: async ({ body, request, headers }) => {
    const visit = readVisit(request, headers.get("x-request-id"));
    const session = await signInWithFactor(visit, body, factorLimits);
    await forgiveSignIn({ email: session.email, ip: visit.origin.ip, deviceToken: visit.deviceToken });
    for (const cookie of cookiesOfSession(session)) headers.append("set-cookie", cookie);
    return { signedIn: true as const };
  },
});
