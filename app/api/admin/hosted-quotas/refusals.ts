import { defineRefusals, notAdministrators } from "@/lib/testing/refusals";

const quotas = [{ kind: "database", role: "USER", max: 100 }];

export const refusals = defineRefusals({
  objects: {},
  lines: {
    "GET /api/admin/hosted-quotas": { refuses: notAdministrators },
    "PUT /api/admin/hosted-quotas": { refuses: notAdministrators, body: { quotas } },
  },
});
