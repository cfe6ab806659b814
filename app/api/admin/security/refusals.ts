import { customers, defineRefusals, notAdministrators } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    block: null,
    signal: null,
  },
  lines: {
    "GET /api/admin/security": { refuses: customers },
    "DELETE /api/admin/security/blocks/[id]": { refuses: notAdministrators, id: "block" },
    "PATCH /api/admin/security/rules/[kind]": { refuses: notAdministrators, body: { enabled: true } },
    "POST /api/admin/security/signals/[id]": {
      refuses: notAdministrators,
      body: { action: "dismiss" },
      id: "signal",
    },
    "GET /api/admin/security-policy": { refuses: notAdministrators },
    "PUT /api/admin/security-policy": { refuses: notAdministrators, body: { requiredRoles: [], maxSessions: 30 } },
  },
});
