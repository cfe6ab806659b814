import { challengeBody, challengeView } from "@/lib/auth/factors/contract";
import { startChallenge } from "@/lib/auth/factors/start-challenge";
import { route } from "@/lib/http/route";
import { readVisit } from "@/lib/http/sign-in-flow";

export const POST = route({
  summary: "Send a code, or get a passkey's options: to confirm when signed in, else for the current sign-in.",
  tag: "Account security",
  permission: null,
  body: challengeBody,
  response: challengeView,
  handle: ({ actor, body, request }) => startChallenge(actor, body, readVisit(request, null)),
});
