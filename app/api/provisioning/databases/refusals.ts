import { createDatabase } from "@/lib/hosted-services/databases/create-database";
import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { defineRefusals, guests, nobody } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    database: async (owner) => {
      await makeProvider("postgresql");
      return (await createDatabase(owner, { name: "Theirs", connectionLimit: 5, extensions: [] })).id;
    },
  },
  lines: {
    "GET /api/provisioning/databases": { refuses: nobody },
    "POST /api/provisioning/databases": { refuses: guests, body: { name: "D" } },
    "GET /api/provisioning/databases/[id]": { refuses: nobody, id: "database" },
    "PATCH /api/provisioning/databases/[id]": { refuses: guests, body: { name: "Mine now" }, id: "database" },
    "DELETE /api/provisioning/databases/[id]": { refuses: guests, id: "database" },
    "GET /api/provisioning/databases/[id]/credentials": { refuses: guests, id: "database" },
    "GET /api/provisioning/databases/[id]/attachments": { refuses: nobody, id: "database" },
    "POST /api/provisioning/databases/[id]/attachments": {
      refuses: guests,
      body: { serverId: "srv_00000000000000000000000000" },
      id: "database",
    },
    "DELETE /api/provisioning/databases/[id]/attachments/[serverId]": { refuses: guests, id: "database" },
    "POST /api/provisioning/databases/[id]/dump": { refuses: guests, id: "database" },
    "GET /api/provisioning/databases/[id]/dumps": { refuses: nobody, id: "database" },
    "POST /api/provisioning/databases/[id]/dumps": { refuses: guests, id: "database" },
    "GET /api/provisioning/databases/[id]/dumps/[dumpId]": { refuses: guests, id: "database" },
    "DELETE /api/provisioning/databases/[id]/dumps/[dumpId]": { refuses: guests, id: "database" },
    "POST /api/provisioning/databases/[id]/restore": {
      refuses: guests,
      body: { dumpId: "dmp_00000000000000000000000000" },
      id: "database",
    },
    "GET /api/provisioning/databases/[id]/events": { refuses: nobody, id: "database" },
    "GET /api/provisioning/databases/[id]/figures": { refuses: nobody, id: "database" },
    "POST /api/provisioning/databases/[id]/read-only-user": { refuses: guests, id: "database" },
    "DELETE /api/provisioning/databases/[id]/read-only-user": { refuses: guests, id: "database" },
    "POST /api/provisioning/databases/[id]/resume": { refuses: guests, id: "database" },
    "POST /api/provisioning/databases/[id]/retry": { refuses: guests, id: "database" },
    "POST /api/provisioning/databases/[id]/rotate-password": { refuses: guests, body: {}, id: "database" },
    "POST /api/provisioning/databases/[id]/suspend": { refuses: guests, id: "database" },
  },
});
