import { z } from "zod";
import { removeFactor } from "@/lib/auth/factors/setup/remove-factor";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Remove a second factor: totp, sms, email, or passkey for all of them.",
  permission: "account.manage",
  limit: "sensitive",
  stepUp: true,
  params: z.object({ method: z.enum(["totp", "sms", "email", "passkey"], "There is no such factor.") }),
  status: 204,
  handle: ({ actor, params }) => removeFactor(actor, params.method),
});
