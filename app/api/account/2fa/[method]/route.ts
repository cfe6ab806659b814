import { z } from "zod";
import { removeFactor } from "@/lib/auth/factors/setup/remove-factor";
import { coreErrors } from "@/lib/core/errors";
import { route } from "@/lib/http/route";

const removable = z.enum(["totp", "sms", "email", "passkey"]);

export const DELETE = route({
  summary: "Remove a second factor: totp, sms, email, or passkey for all of them.",
  tag: "Account security",
  permission: "account.manage",
  limit: "sensitive",
  stepUp: true,
  status: 204,
  handle: ({ actor, params }) => {
    const method = removable.safeParse(params.method);
    if (!method.success) throw coreErrors.not_found({ detail: "There is no such factor." });
    return removeFactor(actor, method.data);
  },
});
