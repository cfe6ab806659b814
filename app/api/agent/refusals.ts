import { defineRefusals } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  lines: {
    "POST /api/agent/metrics": {
      refuses: "open",
      body: {
        protocol: 1,
        sentAt: 1,
        bootId: "aaaaaaaa",
        fingerprint: "aaaaaaaa",
        version: "1",
        metrics: [],
        samples: [],
      },
    },
    "POST /api/agent/register": {
      refuses: "open",
      body: { enrolmentToken: "guessed", hostname: "h", os: "linux", version: "1" },
    },
  },
});
