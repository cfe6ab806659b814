import { createChannel } from "@/lib/notifications/channels/own/create-channel";
import { defineRefusals, guests } from "@/lib/testing/refusals";

const channel = {
  kind: "webhook",
  name: "Mine",
  settings: { url: "https://receiver.example/", secret: "a secret of the receiver" },
} as const;

export const refusals = defineRefusals({
  objects: { channel: async (owner) => (await createChannel(owner, channel)).id },
  lines: {
    "GET /api/notification-channel-kinds": { refuses: guests },
    "GET /api/notification-channels": { refuses: guests },
    "POST /api/notification-channels": { refuses: guests, body: channel },
    "GET /api/notification-channels/[id]": { refuses: guests, id: "channel" },
    "PATCH /api/notification-channels/[id]": { refuses: guests, body: { name: "Other" }, id: "channel" },
    "DELETE /api/notification-channels/[id]": { refuses: guests, id: "channel" },
    "GET /api/notification-channels/[id]/deliveries": { refuses: guests, id: "channel" },
    "POST /api/notification-channels/[id]/test": { refuses: guests, id: "channel" },
    "POST /api/notification-channels/[id]/confirm": { refuses: guests, body: { code: "000000" }, id: "channel" },
  },
});
