import { createZone } from "@/lib/hosted-services/dns/zones/create-zone";
import { makeProvider } from "@/lib/testing/hosted/make-provider";
import { defineRefusals, guests, nobody } from "@/lib/testing/refusals";

const record = { name: "x", type: "A", ttl: 300, values: ["192.0.2.1"] };
let made = 0;

export const refusals = defineRefusals({
  objects: {
    zone: async (owner) => {
      await makeProvider("dns");
      return (await createZone(owner, { name: `refused${made++}.example`, template: "empty", parameters: {} })).id;
    },
  },
  lines: {
    "GET /api/provisioning/dns-zones": { refuses: nobody },
    "POST /api/provisioning/dns-zones": { refuses: guests, body: { name: "refused.example" } },
    "GET /api/provisioning/dns-zones/[id]": { refuses: nobody, id: "zone" },
    "DELETE /api/provisioning/dns-zones/[id]": { refuses: guests, id: "zone" },
    "GET /api/provisioning/dns-zones/[id]/dyndns": { refuses: guests, id: "zone" },
    "PUT /api/provisioning/dns-zones/[id]/dnssec": { refuses: guests, body: { enabled: true }, id: "zone" },
    "PUT /api/provisioning/dns-zones/[id]/secondaries": { refuses: guests, body: { addresses: [] }, id: "zone" },
    "GET /api/provisioning/dns-zones/[id]/events": { refuses: nobody, id: "zone" },
    "GET /api/provisioning/dns-zones/[id]/export": { refuses: nobody, id: "zone" },
    "GET /api/provisioning/dns-zones/[id]/parent": { refuses: nobody, id: "zone" },
    "GET /api/provisioning/dns-zones/[id]/history": { refuses: nobody, id: "zone" },
    "POST /api/provisioning/dns-zones/[id]/history/[changeId]/undo": { refuses: guests, id: "zone" },
    "POST /api/provisioning/dns-zones/[id]/import": { refuses: guests, body: { text: "x" }, id: "zone" },
    "GET /api/provisioning/dns-zones/[id]/records": { refuses: nobody, id: "zone" },
    "PUT /api/provisioning/dns-zones/[id]/records": { refuses: guests, body: record, id: "zone" },
    "DELETE /api/provisioning/dns-zones/[id]/records": {
      refuses: guests,
      body: { name: "x", type: "A" },
      id: "zone",
    },
    "POST /api/provisioning/dns-zones/[id]/records/bulk": { refuses: guests, body: { changes: {} }, id: "zone" },
    "POST /api/provisioning/dns-zones/[id]/retry": { refuses: guests, id: "zone" },
  },
});
