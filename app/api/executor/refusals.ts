import { defineRefusals } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  lines: {
    "GET /api/executor/config": { refuses: "open" },
    "POST /api/executor/heartbeat": {
      refuses: "open",
      body: { version: "1", os: "linux", hostname: "h", status: "ok", configVersion: 1 },
    },
    "GET /api/executor/commands": { refuses: "open" },
    "POST /api/executor/commands/[id]/ack": { refuses: "open" },
    "POST /api/executor/commands/[id]/progress": { refuses: "open", body: { percent: 1 } },
    "POST /api/executor/commands/[id]/result": { refuses: "open", body: { status: "done" } },
    "POST /api/executor/enroll": { refuses: "open", body: { token: "guessed" } },
    "GET /api/executor/program": { refuses: "open" },
    "GET /api/executor/windows-setup": { refuses: "open" },
  },
});
