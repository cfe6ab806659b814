import { z } from "zod";
import { env } from "@/lib/core/env";
import { defineMessage } from "@/lib/notifications/define-message";

/** An administrator asked to remove the account's second factors; the link in the mail stops it. */
export const factorResetRequested = defineMessage({
  kind: "security.factor_reset",
  data: z.object({ reason: z.string(), due: z.string(), cancelToken: z.string() }),
  severity: "warning",
  title: "A reset of your second factors",
  description: "An administrator asked to remove them, which can be stopped for a day.",
  mandatory: ["panel", "mail"],
  reachesLocked: true,
  // Without the token: only the person who reads the account's mail stops it.
  panel: ({ reason, due }, t) => ({
    title: t("factorReset.title"),
    body: [t("factorReset.panelText", { reason, due }), t("factorReset.panelStop")].join("\n"),
    href: "/account/security",
  }),
  mail: ({ reason, due, cancelToken }, { name }) => ({
    template: "factor-reset-requested",
    // After the #: fragments reach no server and no log.
    data: { name, reason, due, link: `${env().NEXTAUTH_URL}/cancel-reset#${cancelToken}` },
  }),
});
