import { z } from "zod";
import { challengeCookie } from "@/lib/auth/sessions/cookies";
import { startPasskeySignIn } from "@/lib/auth/sign-in/passkey-sign-in";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Options for signing in with a passkey only (WebAuthn).",
  permission: null,
  response: z.unknown(),
  handle: async ({ headers }) => {
    const { token, options } = await startPasskeySignIn();
    headers.append("set-cookie", challengeCookie(token));
    return options;
  },
});
