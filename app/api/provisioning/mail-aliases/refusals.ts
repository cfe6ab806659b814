import { createMailAlias } from "@/lib/hosted-services/mail/aliases/create-alias";
import { makeMailDomain } from "@/lib/testing/hosted/make-mail-domain";
import { defineRefusals, guests, nobody } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    mailAlias: async (owner) => {
      const address = `all@${(await makeMailDomain(owner)).name}`;
      return (await createMailAlias(owner, { address, destinations: ["someone@elsewhere.example"] })).id;
    },
  },
  lines: {
    "GET /api/provisioning/mail-aliases": { refuses: nobody },
    "POST /api/provisioning/mail-aliases": {
      refuses: guests,
      body: { address: "x@refused.example", destinations: ["someone@elsewhere.example"] },
    },
    "GET /api/provisioning/mail-aliases/[id]": { refuses: nobody, id: "mailAlias" },
    "PATCH /api/provisioning/mail-aliases/[id]": {
      refuses: guests,
      body: { destinations: ["someone@elsewhere.example"] },
      id: "mailAlias",
    },
    "DELETE /api/provisioning/mail-aliases/[id]": { refuses: guests, id: "mailAlias" },
    "GET /api/provisioning/mail-aliases/[id]/events": { refuses: nobody, id: "mailAlias" },
    "POST /api/provisioning/mail-aliases/[id]/retry": { refuses: guests, id: "mailAlias" },
  },
});
