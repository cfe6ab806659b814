import { defineRefusals } from "@/lib/testing/refusals";

const token = "0".repeat(64);

export const refusals = defineRefusals({
  lines: {
    "GET /api/status": { refuses: "open" },
    "POST /api/status/subscribers": { refuses: "open", body: { email: "visitor@example.net" } },
    "POST /api/status/subscribers/confirm": { refuses: "open", body: { token } },
    "POST /api/status/subscribers/remove": { refuses: "open", body: { token } },
  },
});
