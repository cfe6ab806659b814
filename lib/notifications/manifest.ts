import type { Manifest } from "@/lib/access/module-manifest";
import { administrators, ownNotGuests } from "@/lib/access/reaches";

export const manifest = {
  ids: { mail: "mai", notification: "ntf", delivery: "dlv", channel: "chn" },
  permissions: {
    "mail.read": administrators,
    "mail.manage": administrators,
    "channel.read": ownNotGuests,
    "channel.manage": ownNotGuests,
  },
  limits: {
    /** Each sends a code to an address that may be somebody else's. */
    channelCreate: { name: "channel-create", limit: 20, windowSeconds: 3600 },
    channelTest: { name: "channel-test", limit: 30, windowSeconds: 3600 },
  },
  encryptedColumns: [
    { label: "mail_message:data_sealed", table: "delivery", column: "data_sealed", keys: ["id"] },
    { label: "mail_message:rendered_sealed", table: "delivery", column: "rendered_sealed", keys: ["id"] },
    {
      label: "notification_channel:settings",
      table: "notification_channel",
      column: "settings_sealed",
      keys: ["id"],
    },
    { label: "notification_channel:code", table: "notification_channel", column: "code_sealed", keys: ["id"] },
    {
      label: "notification_push_key:private",
      table: "notification_push_key",
      column: "private_sealed",
      keys: ["id"],
    },
  ],
  navigation: [
    {
      label: "Outbox",
      href: "/admin/outbox",
      icon: "IconMail",
      section: "administration",
      position: 150,
      audience: "administrators",
    },
  ],
  audit: {
    sentences: {
      "channel.created": "created the channel {target}[ ({kind})]",
      "channel.updated": "changed the channel {target}",
      "channel.deleted": "deleted the channel {target}[ ({kind})]",
      "channel.tested": "sent a test to the channel {target}",
      "channel.confirmed": "confirmed the channel {target}",
      "mail.read": "read a mail of the outbox[ ({template})]",
      "mail.resent": "sent a mail of the outbox again",
      "mail.tested": "sent a test mail",
    },
    reads: ["mail.read"],
  },
} satisfies Manifest;
