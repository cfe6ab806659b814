import { requireUserId } from "@/lib/access/authorise";
import { createdTokenView, createTokenBody, tokenView } from "@/lib/auth/contract";
import { createToken, listTokens } from "@/lib/auth/tokens/tokens";
import { coreErrors } from "@/lib/core/errors";
import { idQuery, listOf, pageOf } from "@/lib/core/lists";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your API tokens.",
  permission: "account.read",
  query: idQuery,
  response: listOf(tokenView),
  handle: async ({ actor, query }) => pageOf(await listTokens(actor), query, ({ id }) => id, true),
});

export const POST = route({
  summary: "Create an API token, shown once.",
  permission: "account.manage",
  limit: "keyManagement",
  body: createTokenBody,
  response: createdTokenView,
  status: 201,
  idempotent: true,
  stepUp: true,
  handle: async ({ actor, body }) => {
    // A token must not create tokens with more rights than its own.
    if (actor.kind !== "user") throw coreErrors.forbidden({ detail: "Sign in with your password to create tokens." });
    return createToken(actor, requireUserId(actor), body);
  },
});
