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
} satisfies Manifest;
