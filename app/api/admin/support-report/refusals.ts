import { defineRefusals, notAdministrators } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  lines: { "GET /api/admin/support-report": { refuses: notAdministrators } },
});
