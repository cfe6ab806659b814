import { z } from "zod";
import { signInWithPasskey } from "@/lib/auth/sign-in/passkey-sign-in";
import { cookiesOfSession, readVisit } from "@/lib/http/callers/sign-in-flow";
import { route } from "@/lib/http/route";

const body = z.strictObject({
  credential: z.looseObject({ id: z.string().max(1024) }),
  remember: z.boolean().optional(),
});

export const POST = route({
  summary: "Sign in with a passkey only. It counts as both factors.",
  permission: null,
  body,
  response: z.object({ signedIn: z.literal(true) }),
  handle: async ({ body: { credential, remember = false }, request, headers }) => {
    const visit = readVisit(request, headers.get("x-request-id"));
    const session = await signInWithPasskey(visit, { credential, remember });
    for (const cookie of cookiesOfSession(session)) headers.append("set-cookie", cookie);
    return { signedIn: true as const };
  },
});
