import { defineRefusals, nobody } from "@/lib/testing/refusals";

export const refusals = defineRefusals({
  lines: {
    "POST /api/pusher/user-auth": { refuses: nobody },
    "POST /api/pusher/auth": { refuses: nobody },
  },
});
