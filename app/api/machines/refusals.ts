import { createMachineEnrolment, registerAgent } from "@/lib/monitoring/agents/enrolment";
import { defineRefusals, guests } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    machine: async (owner) => {
      const { token } = await createMachineEnrolment(owner, {});
      const input = { enrolmentToken: token, hostname: "theirs", os: "linux", version: "1" };
      return (await registerAgent(owner.origin, input)).agentId;
    },
  },
  lines: {
    "GET /api/machines": { refuses: guests },
    "POST /api/machines/enrolments": { refuses: guests, body: {} },
    "GET /api/machines/[id]": { refuses: guests, id: "machine" },
    "PATCH /api/machines/[id]": { refuses: guests, body: { name: "Mine now" }, id: "machine" },
    "DELETE /api/machines/[id]": { refuses: guests, id: "machine" },
    "GET /api/machines/[id]/metrics": { refuses: guests, id: "machine" },
    "POST /api/machines/[id]/rotate-token": { refuses: guests, body: {}, id: "machine" },
    "POST /api/machines/[id]/revoke": { refuses: guests, id: "machine" },
  },
});
