import { makeMailDomain } from "@/lib/testing/hosted/make-mail-domain";
import { defineRefusals, guests, nobody } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    mailDomain: async (owner) => (await makeMailDomain(owner)).id,
  },
  lines: {
    "GET /api/provisioning/mail-domains": { refuses: nobody },
    "POST /api/provisioning/mail-domains": { refuses: guests, body: { name: "refused.example" } },
    "GET /api/provisioning/mail-domains/[id]": { refuses: nobody, id: "mailDomain" },
    "PATCH /api/provisioning/mail-domains/[id]": { refuses: guests, body: { catchAll: null }, id: "mailDomain" },
    "DELETE /api/provisioning/mail-domains/[id]": { refuses: guests, id: "mailDomain" },
    "GET /api/provisioning/mail-domains/[id]/events": { refuses: nobody, id: "mailDomain" },
    "POST /api/provisioning/mail-domains/[id]/retry": { refuses: guests, id: "mailDomain" },
    "POST /api/provisioning/mail-domains/[id]/rotate-dkim": { refuses: guests, id: "mailDomain" },
    "GET /api/provisioning/mail-domains/[id]/deliveries": { refuses: nobody, id: "mailDomain" },
  },
});
