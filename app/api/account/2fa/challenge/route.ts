import { startChallenge } from "@/lib/auth/factors/challenges/start-challenge";
import { challengeBody, challengeView } from "@/lib/auth/factors/contract";
import { readVisit } from "@/lib/http/callers/sign-in-flow";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Send a code, or get a passkey's options: to confirm when signed in, else for the current sign-in.",
  permission: null,
  body: challengeBody,
  response: challengeView,
  handle: ({ actor, body, request }) => startChallenge(actor, body, readVisit(request, null)),
});
