import { defineRefusals, notAdministrators } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    template: null,
  },
  lines: {
    "GET /api/admin/templates": { refuses: notAdministrators },
    "PATCH /api/admin/templates/[id]": { refuses: notAdministrators, body: { enabled: true }, id: "template" },
  },
});
