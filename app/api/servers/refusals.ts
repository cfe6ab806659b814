import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { makeNode } from "@/lib/testing/fixtures";
import { customers, defineRefusals, guests, nobody } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    server: async (owner) => {
      await makeNode({ portStart: 25_565, portEnd: 25_999 });
      return (await createServer(owner, { name: "Theirs", memory: 1, diskSpace: 1, cpu: 1, environment: {} })).id;
    },
  },
  lines: {
    "GET /api/servers": { refuses: nobody },
    "POST /api/servers": { refuses: guests, body: { name: "S", memory: 1, diskSpace: 1 } },
    // Servers of others are refused one by one in the answer (bulk-servers.integration.test.ts).
    "POST /api/servers/bulk": {
      refuses: guests,
      body: { ids: ["srv_00000000000000000000000001"], action: "stop" },
    },
    "GET /api/servers/[id]": { refuses: nobody, id: "server" },
    "PATCH /api/servers/[id]": { refuses: guests, body: { name: "Mine now" }, id: "server" },
    "DELETE /api/servers/[id]": { refuses: guests, id: "server" },
    "POST /api/servers/[id]/command": { refuses: guests, body: { command: "list" }, id: "server" },
    "GET /api/servers/[id]/console": { refuses: guests, id: "server" },
    "GET /api/servers/[id]/databases": { refuses: nobody, id: "server" },
    "GET /api/servers/[id]/credentials": { refuses: guests, id: "server" },
    "POST /api/servers/[id]/credentials/rotate": { refuses: guests, id: "server" },
    "GET /api/servers/[id]/events": { refuses: nobody, id: "server" },
    "GET /api/servers/[id]/metrics": { refuses: nobody, id: "server" },
    "GET /api/servers/[id]/members": { refuses: guests, id: "server" },
    "POST /api/servers/[id]/members": {
      refuses: guests,
      body: { email: "n@example.net", permissions: ["server.read"] },
      id: "server",
    },
    "PATCH /api/servers/[id]/members/[userId]": { refuses: guests, body: { permissions: [] }, id: "server" },
    "DELETE /api/servers/[id]/members/[userId]": { refuses: nobody, id: "server" },
    "POST /api/servers/[id]/power": { refuses: guests, body: { action: "kill" }, id: "server" },
    "POST /api/servers/[id]/reinstall": { refuses: guests, id: "server" },
    "DELETE /api/servers/[id]/restart": { refuses: guests, id: "server" },
    "POST /api/servers/[id]/retry": { refuses: guests, id: "server" },
    "POST /api/servers/[id]/suspend": { refuses: customers, id: "server" },
    "POST /api/servers/[id]/unsuspend": { refuses: customers, id: "server" },
    "GET /api/templates": { refuses: nobody },
  },
});
