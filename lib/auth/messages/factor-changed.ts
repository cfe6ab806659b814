import { z } from "zod";
import { env } from "@/lib/core/env";
import { defineMessage } from "@/lib/notifications/define-message";
import { factorChangeKinds, factorName } from "@/lib/notifications/mail/factor-changes";
import { lineOf, whereFromSchema } from "../accounts/where-from";

export const factorChanged = defineMessage({
  kind: "security.factor_changed",
  data: whereFromSchema.extend({ change: z.enum(factorChangeKinds), method: z.string().nullable() }),
  severity: "info",
  title: "A change of your second factors",
  description: "One was added or removed, all were reset, or a backup code was used.",
  mandatory: ["panel", "mail"],
  reachesLocked: true,
  panel: ({ change, method, ...where }, t) => ({
    title: t(`factorChanged.${change}`),
    body: [method && t("factorChanged.what", { method: factorName(t, method) }), lineOf(t, where)]
      .filter(Boolean)
      .join("\n"),
    href: "/account/security",
  }),
  mail: (data, { name }) => ({
    template: "factor-changed",
    data: { ...data, name, link: `${env().NEXTAUTH_URL}/account/security` },
  }),
});
