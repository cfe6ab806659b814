import { defineRefusals, nobody } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {},
  lines: { "GET /api/provisioning/overview": { refuses: nobody } },
});
