import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { defineRefusals, guests, nobody } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    deletedDatabase: async ({ userId }) => {
      const databaseId = newId("database");
      const limits = { connectionLimit: 5, extensions: [], allowedNetworks: [], maxSizeMb: 64 };
      const providerId = await makeProvider("postgresql");
      const database = { name: "Gone", objectName: `d_${databaseId}`, providerId, ...limits };
      const expiresAt = new Date(Date.now() + 60_000);
      const kept = { origin: "deletion", status: "ready", expiresAt, database };
      const data = { id: newId("dump"), databaseId, ownerId: userId ?? "", ...kept };
      return (await sql().prisma.hostedDump.create({ data })).id;
    },
  },
  lines: {
    "GET /api/provisioning/deleted-databases": { refuses: nobody },
    "DELETE /api/provisioning/deleted-databases/[id]": { refuses: guests, id: "deletedDatabase" },
    "POST /api/provisioning/deleted-databases/[id]/restore": { refuses: guests, id: "deletedDatabase" },
  },
});
