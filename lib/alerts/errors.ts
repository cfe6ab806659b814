import { defineErrors } from "@/lib/core/errors";

export const alertErrors = defineErrors({
  too_many_alert_rules: {
    status: 409,
    title: "You have as many alert rules as one person may have",
    cure: "Delete rules that are not needed, or let one rule be about all objects of a kind.",
  },
  alert_resolved: {
    status: 409,
    title: "This alert has ended",
    cure: "Only an alert that still fires can be acknowledged, silenced or resolved. Notes can be added at any time.",
  },
});
