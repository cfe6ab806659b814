import type { Manifest } from "@/lib/access/module-manifest";
import { notGuests } from "@/lib/access/reaches";

export const manifest = {
  ids: { alertRule: "alr", alertIncident: "alt", alertEvent: "ale", alertSilence: "als" },
  permissions: {
    "alert.read": notGuests,
    /** Acknowledge, silence, resolve and add notes. */
    "alert.handle": notGuests,
    /** Rules and planned silences. */
    "alert.manage": notGuests,
  },
  navigation: [
    { label: "Alerts", href: "/alerts", icon: "IconBellRinging", section: "main", position: 46, audience: "members" },
  ],
  audit: {
    sentences: {
      "alert.acknowledged": "acknowledged the alert {target}",
      "alert.silenced": "silenced the alert {target}[ for {minutes} minutes]",
      "alert.resolved": "resolved the alert {target}",
      "alert_rule.created": "created the alert rule {target}",
      "alert_rule.changed": "changed the alert rule {target}",
      "alert_rule.deleted": "deleted the alert rule {target}",
      "alert_silence.created": "silenced alerts[ until {endsAt}]",
      "alert_silence.removed": "removed a silence of alerts",
    },
  },
} satisfies Manifest;
