import { createMailbox } from "@/lib/hosted-services/mail/mailboxes/create-mailbox";
import { makeMailDomain } from "@/lib/testing/hosted/make-mail-domain";
import { defineRefusals, guests, nobody } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {
    mailbox: async (owner) => {
      const address = `theirs@${(await makeMailDomain(owner)).name}`;
      return (await createMailbox(owner, { address, quotaMb: 100, forwardTo: [] })).id;
    },
  },
  lines: {
    "GET /api/provisioning/mailboxes": { refuses: nobody },
    "POST /api/provisioning/mailboxes": { refuses: guests, body: { address: "x@refused.example" } },
    "GET /api/provisioning/mailboxes/[id]": { refuses: nobody, id: "mailbox" },
    "PATCH /api/provisioning/mailboxes/[id]": { refuses: guests, body: { quotaMb: 20 }, id: "mailbox" },
    "DELETE /api/provisioning/mailboxes/[id]": { refuses: guests, id: "mailbox" },
    "GET /api/provisioning/mailboxes/[id]/events": { refuses: nobody, id: "mailbox" },
    "POST /api/provisioning/mailboxes/[id]/retry": { refuses: guests, id: "mailbox" },
    "POST /api/provisioning/mailboxes/[id]/suspend": { refuses: guests, id: "mailbox" },
    "POST /api/provisioning/mailboxes/[id]/resume": { refuses: guests, id: "mailbox" },
    "POST /api/provisioning/mailboxes/[id]/password": { refuses: guests, body: {}, id: "mailbox" },
    "PUT /api/provisioning/mailboxes/[id]/autoresponder": { refuses: guests, body: { enabled: false }, id: "mailbox" },
  },
});
