import { ruleBody } from "@/lib/alerts/contract";
import { createRule } from "@/lib/alerts/rules/create-rule";
import { createSilence } from "@/lib/alerts/silences/create-silence";
import { makeIncident } from "@/lib/alerts/testing/make-incident";
import { defineRefusals, guests } from "@/lib/testing/refusals";

const rule = {
  name: "CPU",
  subject: { kind: "machine" },
  metric: "cpu.percent",
  operator: ">",
  warning: 90,
  forSeconds: 60,
};
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString();
const silence = { name: "Work", startsAt: day(1), endsAt: day(2) };

export const refusals = defineRefusals({
  objects: {
    alertRule: async (owner) => (await createRule(owner, ruleBody.parse(rule))).id,
    alert: (owner) => makeIncident(owner),
    alertSilence: async (owner) => (await createSilence(owner, silence)).id,
  },
  lines: {
    "GET /api/alerts": { refuses: guests },
    "GET /api/alerts/stats": { refuses: guests },
    "GET /api/alerts/[id]": { refuses: guests, id: "alert" },
    "POST /api/alerts/[id]/acknowledge": { refuses: guests, id: "alert", body: {} },
    "POST /api/alerts/[id]/silence": { refuses: guests, id: "alert", body: { minutes: 5 } },
    "POST /api/alerts/[id]/resolve": { refuses: guests, id: "alert", body: {} },
    "POST /api/alerts/[id]/notes": { refuses: guests, id: "alert", body: { note: "Seen" } },
    "GET /api/alert-rules": { refuses: guests },
    "POST /api/alert-rules": { refuses: guests, body: rule },
    "POST /api/alert-rules/preview": { refuses: guests, body: rule },
    "GET /api/alert-rules/[id]": { refuses: guests, id: "alertRule" },
    "PATCH /api/alert-rules/[id]": { refuses: guests, id: "alertRule", body: { enabled: false } },
    "DELETE /api/alert-rules/[id]": { refuses: guests, id: "alertRule" },
    "GET /api/alert-silences": { refuses: guests },
    "POST /api/alert-silences": { refuses: guests, body: silence },
    "DELETE /api/alert-silences/[id]": { refuses: guests, id: "alertSilence" },
  },
});
