import { z } from "zod";
import { stepUpBody } from "@/lib/auth/factors/contract";
import { confirm } from "@/lib/auth/step-up/confirm";
import { factorLimits } from "@/lib/http/limits/sign-in-limits";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Confirm your identity. Allows sensitive actions for ten minutes and renews the session's cookie.",
  permission: "account.read",
  duringEnrolment: true,
  body: stepUpBody,
  response: z.object({ confirmedUntil: z.iso.datetime() }),
  handle: async ({ actor, body, headers }) => {
    const { confirmedUntil, cookie } = await confirm(actor, body, factorLimits);
    headers.append("set-cookie", cookie);
    return { confirmedUntil };
  },
});
