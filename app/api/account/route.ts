import { clearCookie, deviceCookieName, sessionCookieName } from "@/lib/auth/sessions/cookies";
import { enforceLimit, limitClasses } from "@/lib/http/limits/rate-limit";
import { route } from "@/lib/http/route";
import { eraseAccountBody } from "@/lib/platform/contract";
import { eraseOwnAccount } from "@/lib/platform/personal-data/erase-account";

export const DELETE = route({
  summary: "Delete your account and all data that the panel stores about you.",
  permission: "account.manage",
  limit: "sensitive",
  stepUp: true,
  body: eraseAccountBody,
  status: 204,
  handle: async ({ actor, body, headers }) => {
    // Five attempts in 15 minutes: somebody who took over a session must not be able to guess the password here.
    await enforceLimit(limitClasses.signIn, `erase:${actor.userId}`, headers);
    await eraseOwnAccount(actor, body);
    for (const name of [sessionCookieName(), deviceCookieName()]) headers.append("set-cookie", clearCookie(name));
  },
});
