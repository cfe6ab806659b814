import { customers, defineRefusals } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  lines: {
    "GET /api/health": { refuses: "open" },
    "GET /api/health/ready": { refuses: "open" },
    "GET /api/health/history": { refuses: customers },
    "GET /api/admin/health": { refuses: customers },
    "GET /api/metrics": { refuses: "open" },
    "GET /api/openapi.json": { refuses: "open" },
  },
});
