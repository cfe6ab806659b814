import { customers, defineRefusals, notAdministrators } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    mail: null,
  },
  lines: {
    "GET /api/admin/audit": { refuses: notAdministrators },
    "POST /api/admin/audit/verify": { refuses: notAdministrators },
    "GET /api/admin/database": { refuses: notAdministrators },
    "GET /api/admin/encryption": { refuses: notAdministrators },
    "POST /api/admin/encryption/retire": { refuses: notAdministrators, body: { id: "k1" } },
    "POST /api/admin/encryption/rotate": { refuses: notAdministrators },
    "POST /api/admin/access/explain": {
      refuses: notAdministrators,
      body: { email: "n@example.net", permission: "server.read" },
    },
    "GET /api/admin/jobs": { refuses: notAdministrators },
    "POST /api/admin/jobs/[name]": { refuses: notAdministrators },
    "GET /api/admin/mail": { refuses: notAdministrators },
    "POST /api/admin/mail": { refuses: notAdministrators },
    "GET /api/admin/mail/[id]": { refuses: notAdministrators, id: "mail" },
    "POST /api/admin/mail/[id]/resend": { refuses: notAdministrators, id: "mail" },
    "GET /api/admin/release": { refuses: notAdministrators },
    "GET /api/admin/runs": { refuses: customers },
  },
});
