import { z } from "zod";
import { env } from "@/lib/core/env";
import { defineMessage } from "@/lib/notifications/define-message";
import { securityAlertKinds } from "@/lib/notifications/mail/security-alerts";

export const securityAlert = defineMessage({
  kind: "security.alert",
  data: z.object({ alert: z.enum(securityAlertKinds), reasons: z.array(z.string()), at: z.string() }),
  severity: "warning",
  title: "A suspicious sign-in or token",
  description: "Somebody may have your password, a session or a token.",
  mandatory: ["panel", "mail"],
  panel: ({ alert, reasons }, t) => ({
    title: t(`securityAlerts.${alert}.title`),
    body: [...reasons, t(`securityAlerts.${alert}.advice`)].join("\n"),
    href: "/account/security",
  }),
  mail: (data, { name }) => ({
    template: "security-alert",
    data: { ...data, name, link: `${env().NEXTAUTH_URL}/account/security` },
  }),
});
