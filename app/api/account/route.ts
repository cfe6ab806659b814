import { changeAccount, getAccount } from "@/lib/auth/accounts/own-account";
import { accountView, changeAccountBody } from "@/lib/auth/contract";
import { clearCookie, deviceCookieName, sessionCookieName } from "@/lib/auth/sessions/cookies";
import { enforceLimit, limitClasses } from "@/lib/http/limits/rate-limit";
import { route } from "@/lib/http/route";
import { eraseAccountBody } from "@/lib/platform/contract";
import { eraseOwnAccount } from "@/lib/platform/personal-data/erase-account";

export const GET = route({
  summary: "Your account.",
  permission: "account.read",
  response: accountView,
  handle: ({ actor }) => getAccount(actor),
});

export const PATCH = route({
  summary: "Choose the language of your pages and mails; null follows the browser.",
  permission: "account.manage",
  body: changeAccountBody,
  response: accountView,
  handle: ({ actor, body }) => changeAccount(actor, body),
});

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
