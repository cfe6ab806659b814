import { createTemplate } from "@/lib/executors/templates/templates";
import { defineRefusals, guests } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    template: async (owner) => (await createTemplate(owner, { name: "Theirs", settings: {} })).id,
  },
  lines: {
    "GET /api/executor-templates": { refuses: guests },
    "POST /api/executor-templates": { refuses: guests, body: { name: "T" } },
    "GET /api/executor-templates/[id]": { refuses: guests, id: "template" },
    "PATCH /api/executor-templates/[id]": { refuses: guests, body: { name: "Mine now" }, id: "template" },
    "DELETE /api/executor-templates/[id]": { refuses: guests, id: "template" },
    "GET /api/executor-templates/[id]/rollouts": { refuses: guests, id: "template" },
    "POST /api/executor-templates/[id]/rollouts": { refuses: guests, body: {}, id: "template" },
    "DELETE /api/executor-templates/[id]/rollouts/[rolloutId]": { refuses: guests, id: "template" },
  },
});
