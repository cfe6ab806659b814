import { defineRefusals } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  objects: {},
  lines: {
    "GET /api/mail-setup/autoconfig": { refuses: "open" },
    "POST /api/mail-setup/autodiscover": { refuses: "open" },
    "GET /api/mail-setup/apple": { refuses: "open" },
  },
});
