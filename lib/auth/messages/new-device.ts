import { z } from "zod";
import { env } from "@/lib/core/env";
import { defineMessage } from "@/lib/notifications/define-message";
import { lineOf, whereFromSchema } from "../accounts/where-from";

/** Somebody signed in from a browser that the account was never used from. */
export const newDevice = defineMessage({
  kind: "security.new_device",
  data: whereFromSchema.extend({ place: z.string().nullable() }),
  severity: "warning",
  title: "A sign-in from a new device",
  description: "Your account was used from a browser that it was never used from before.",
  mandatory: ["panel", "mail"],
  reachesLocked: true,
  panel: (data) => ({
    title: "A new device signed in to your account",
    body: [lineOf(data, data.place), "If it was not you, end that session and change your password."]
      .filter(Boolean)
      .join("\n"),
    href: "/account/sessions",
  }),
  mail: (data, { name }) => ({
    template: "new-device",
    data: { ...data, name, link: `${env().NEXTAUTH_URL}/account/security` },
  }),
});
