import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { defineRefusals, notAdministrators } from "@/lib/testing/refusals";

const connection = { url: "postgresql://a:b@127.0.0.1:1/postgres", publicHost: "127.0.0.1", publicPort: 1 };

export const refusals = defineRefusals({
  objects: { provider: () => makeProvider("postgresql") },
  lines: {
    "GET /api/admin/providers": { refuses: notAdministrators },
    "POST /api/admin/providers": {
      refuses: notAdministrators,
      body: { kind: "postgresql", name: "P", mode: "external", connection },
    },
    "GET /api/admin/providers/[id]": { refuses: notAdministrators, id: "provider" },
    "PATCH /api/admin/providers/[id]": { refuses: notAdministrators, body: { accepting: false }, id: "provider" },
    "DELETE /api/admin/providers/[id]": { refuses: notAdministrators, id: "provider" },
    "POST /api/admin/providers/[id]/test": { refuses: notAdministrators, id: "provider" },
    "POST /api/admin/providers/[id]/resize": { refuses: notAdministrators, body: { memory: 1 }, id: "provider" },
    "POST /api/admin/providers/[id]/restart": { refuses: notAdministrators, id: "provider" },
    "POST /api/admin/providers/[id]/upgrade": { refuses: notAdministrators, id: "provider" },
    "GET /api/admin/providers/[id]/drift": { refuses: notAdministrators, id: "provider" },
    "POST /api/admin/providers/[id]/drift": { refuses: notAdministrators, id: "provider" },
    "POST /api/admin/providers/[id]/drift/[itemId]": {
      refuses: notAdministrators,
      body: { action: "repair" },
    },
    "GET /api/admin/provider-kinds": { refuses: notAdministrators },
  },
});
