import { z } from "zod";
import { env } from "@/lib/core/env";
import { defineMessage } from "@/lib/notifications/define-message";
import { securityNoticeKinds } from "@/lib/notifications/mail/security-notices";
import { lineOf, whereFromSchema } from "../accounts/where-from";
import { describeAgent } from "../sessions/describe-agent";

export const securityNotice = defineMessage({
  kind: "security.notice",
  data: whereFromSchema.extend({ event: z.enum(securityNoticeKinds) }),
  severity: "info",
  title: "A change of your account",
  description: "Your password, address or role was changed, or the account was locked.",
  mandatory: ["panel", "mail"],
  reachesLocked: true,
  panel: ({ event, ...where }, t) => ({
    title: t(`securityNotices.${event}.title`),
    body: [t(`securityNotices.${event}.panel`), lineOf(t, where)].filter(Boolean).join("\n"),
    href: "/account/security",
  }),
  mail: (data, { name }) => ({
    template: "security-notice",
    data: {
      ...data,
      device: data.device ?? describeAgent(null).label,
      name,
      link: `${env().NEXTAUTH_URL}/reset-password`,
    },
  }),
});
