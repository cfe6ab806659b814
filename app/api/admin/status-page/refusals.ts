import { systemActor } from "@/lib/access/actor";
import { reportIncident } from "@/lib/status/incidents/report-incident";
import { defineRefusals, notAdministrators } from "@/lib/testing/refusals";

const update = { state: "monitoring", text: "It works again." };
const incident = { title: "Slow", impact: "minor", text: "We look at it." };

export const refusals = defineRefusals({
  objects: {
    statusIncident: async () =>
      (await reportIncident(systemActor, { title: "Slow", impact: "minor", state: "investigating", text: "We look." }))
        .id,
  },
  lines: {
    "GET /api/admin/status-page": { refuses: notAdministrators },
    "PATCH /api/admin/status-page": { refuses: notAdministrators, body: { enabled: false } },
    "GET /api/admin/status-page/incidents": { refuses: notAdministrators },
    "POST /api/admin/status-page/incidents": { refuses: notAdministrators, body: incident },
    "POST /api/admin/status-page/incidents/[id]/updates": {
      refuses: notAdministrators,
      body: update,
      id: "statusIncident",
    },
  },
});
