import { defineRefusals } from "@/lib/testing/refusals";

const user = { address: "nobody@refused.example", password: "not the password" };

export const refusals = defineRefusals({
  objects: {},
  lines: {
    "POST /api/mailbox/settings": { refuses: "open", body: user },
    "POST /api/mailbox/password": { refuses: "open", body: { ...user, newPassword: "another password" } },
    "PUT /api/mailbox/autoresponder": { refuses: "open", body: { ...user, autoresponder: { enabled: false } } },
  },
});
