import { customers, defineRefusals, nobody, notAdministrators } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    node: null,
  },
  lines: {
    "GET /api/regions": { refuses: nobody },
    "GET /api/admin/nodes": { refuses: customers },
    "POST /api/admin/nodes": {
      refuses: notAdministrators,
      body: { name: "n-2", region: "r-2", memory: 8, cpu: 4, diskSpace: 50, publicAddress: "192.0.2.2" },
    },
    "PATCH /api/admin/nodes/[id]": { refuses: notAdministrators, body: { state: "active" }, id: "node" },
    "POST /api/admin/nodes/[id]/isolation-test": { refuses: notAdministrators, id: "node" },
  },
});
