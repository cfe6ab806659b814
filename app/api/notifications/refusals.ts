import { defineRefusals, nobody } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  lines: {
    "GET /api/account/notification-preferences": { refuses: nobody },
    "PUT /api/account/notification-preferences": {
      refuses: nobody,
      body: { kind: "server.failed", channel: "mail", enabled: false },
    },
    "GET /api/account/quiet-hours": { refuses: nobody },
    "PUT /api/account/quiet-hours": { refuses: nobody, body: { quietHours: null } },
    "GET /api/notifications": { refuses: nobody },
    "POST /api/notifications/read": { refuses: nobody },
  },
});
