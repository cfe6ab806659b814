import { z } from "zod";
import { env } from "@/lib/core/env";
import { defineMessage } from "@/lib/notifications/define-message";

const data = z.object({ title: z.string(), body: z.string(), href: z.string() });

const longestSubject = 120;

const form = (kind: string, severity: "info" | "warning" | "error", title: string, description: string) =>
  defineMessage({
    kind,
    data,
    severity,
    title,
    description,
    mandatory: [],
    panel: ({ title: text, body, href }) => ({ title: text, body, href }),
    mail: ({ title: text, body, href }, { name }, t) => ({
      template: "notice",
      data: {
        name,
        title: text.slice(0, longestSubject),
        paragraphs: body.split("\n"),
        action: { label: t("notice.openAlerts"), link: `${env().NEXTAUTH_URL}${href}` },
      },
    }),
  });

export const criticalAlert = form(
  "alert.critical",
  "error",
  "A critical alert",
  "A figure is beyond its critical threshold.",
);
export const warningAlert = form("alert.warning", "warning", "A warning", "A figure is beyond its warning threshold.");
export const resolvedAlert = form(
  "alert.resolved",
  "info",
  "An alert ended",
  "A figure is back within its thresholds.",
);
