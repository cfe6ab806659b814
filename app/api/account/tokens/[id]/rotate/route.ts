import { z } from "zod";
import { rotateTokenBody } from "@/lib/auth/contract";
import { rotateToken } from "@/lib/auth/tokens/tokens";
import { coreErrors } from "@/lib/core/errors";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "A new secret for one of your tokens, shown once; the old one works for `overlapMinutes` more (60).",
  permission: "account.manage",
  limit: "keyManagement",
  params: idParams("token"),
  body: rotateTokenBody,
  response: z.object({ token: z.string(), previousUntil: z.iso.datetime() }),
  stepUp: true,
  handle: ({ actor, params, body }) => {
    if (actor.kind !== "user") throw coreErrors.forbidden({ detail: "Sign in with your password to rotate tokens." });
    return rotateToken(actor, params.id, body.overlapMinutes);
  },
});
