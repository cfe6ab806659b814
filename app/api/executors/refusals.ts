import { createExecutor } from "@/lib/executors/create-executor";
import { defineRefusals, guests } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    executor: async (owner) => (await createExecutor(owner, { name: "Theirs", overrides: {}, addresses: [] })).id,
  },
  lines: {
    "GET /api/executors": { refuses: guests },
    "POST /api/executors": { refuses: guests, body: { name: "E" } },
    "GET /api/executors/[id]": { refuses: guests, id: "executor" },
    "PATCH /api/executors/[id]": { refuses: guests, body: { name: "Mine now" }, id: "executor" },
    "DELETE /api/executors/[id]": { refuses: guests, id: "executor" },
    "POST /api/executors/[id]/rotate-secret": { refuses: guests, body: {}, id: "executor" },
    "GET /api/executors/[id]/versions": { refuses: guests, id: "executor" },
    "GET /api/executors/[id]/commands": { refuses: guests, id: "executor" },
    "POST /api/executors/[id]/commands": { refuses: guests, body: { type: "ping" }, id: "executor" },
    "GET /api/executors/[id]/commands/[commandId]": { refuses: guests, id: "executor" },
    "DELETE /api/executors/[id]/commands/[commandId]": { refuses: guests, id: "executor" },
    "POST /api/executors/bulk": {
      refuses: guests,
      body: { ids: ["exe_01m7yerz06t55jkwjn8hw0n78j"], action: { kind: "revoke" }, dryRun: true },
    },
    "POST /api/executors/[id]/restore": { refuses: guests, body: { version: 1 }, id: "executor" },
    "GET /api/executors/[id]/timeline": { refuses: guests, id: "executor" },
    "GET /api/executors/[id]/metrics": { refuses: guests, id: "executor" },
    "GET /api/executors/batch": { refuses: guests },
    "GET /api/executors/batch/[id]": { refuses: guests },
    "POST /api/executors/batch/[id]/download": { refuses: guests },
    "GET /api/executors/enrolments": { refuses: guests },
    "DELETE /api/executors/enrolments/[id]": { refuses: guests },
    "POST /api/executors/batch": { refuses: guests, body: { csv: "name\nA" } },
    "POST /api/executors/enrolments": { refuses: guests, body: { name: "E" } },
  },
});
