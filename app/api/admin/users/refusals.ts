import { customers, defineRefusals, notAdministrators } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    user: null,
  },
  lines: {
    "DELETE /api/admin/sessions": { refuses: notAdministrators },
    "POST /api/admin/users/[id]/factor-reset": {
      refuses: notAdministrators,
      body: { reason: "lost the phone" },
      id: "user",
    },
    "DELETE /api/admin/users/[id]/factor-reset": { refuses: notAdministrators, id: "user" },
    "GET /api/admin/users/[id]/sessions": { refuses: notAdministrators, id: "user" },
    "DELETE /api/admin/users/[id]/sessions": { refuses: notAdministrators, id: "user" },
    "DELETE /api/admin/users/[id]/sessions/[sessionId]": { refuses: notAdministrators, id: "user" },
    "GET /api/admin/users/[id]/hosted-quotas": { refuses: customers, id: "user" },
    "PUT /api/admin/users/[id]/hosted-quotas": {
      refuses: notAdministrators,
      body: { quotas: [{ kind: "database", max: 100 }] },
      id: "user",
    },
    "GET /api/admin/users": { refuses: customers },
    "POST /api/admin/users": {
      refuses: notAdministrators,
      body: { email: "n@example.net", name: "N", role: "USER" },
    },
    "GET /api/admin/users/[id]": { refuses: customers, id: "user" },
    "POST /api/admin/users/[id]/password-reset": { refuses: notAdministrators, id: "user" },
    "PATCH /api/admin/users/[id]": { refuses: notAdministrators, body: { disabled: true }, id: "user" },
    "DELETE /api/admin/users/[id]": { refuses: notAdministrators, id: "user" },
  },
});
