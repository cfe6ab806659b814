import { z } from "zod";
import { requireUserId } from "@/lib/access/authorise";
import { createdTokenView, createTokenBody, tokenView } from "@/lib/auth/contract";
import { createToken, listTokens } from "@/lib/auth/tokens";
import { coreErrors } from "@/lib/core/errors";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your API tokens.",
  tag: "Account",
  permission: "account.read",
  response: z.object({ items: z.array(tokenView) }),
  handle: async ({ actor }) => ({ items: await listTokens(actor) }),
});

export const POST = route({
  summary: "Make an API token; it is shown once.",
  tag: "Account",
  permission: "account.manage",
  limit: "keyManagement",
  body: createTokenBody,
  response: createdTokenView,
  status: 201,
  idempotent: true,
  stepUp: true,
  handle: async ({ actor, body }) => {
    // A token must not breed tokens with more rights than its own.
    if (actor.kind !== "user") throw coreErrors.forbidden({ detail: "Make tokens signed in with your password." });
    return createToken(actor, requireUserId(actor), body);
  },
});
