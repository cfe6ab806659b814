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
  panel: (data, t) => ({
    title: t("newDevice.panelTitle"),
    body: [lineOf(t, data, data.place), t("newDevice.panelBody")].filter(Boolean).join("\n"),
    href: "/account/sessions",
  }),
  mail: (data, { name }) => ({
    template: "new-device",
    data: { ...data, name, link: `${env().NEXTAUTH_URL}/account/security` },
  }),
});
