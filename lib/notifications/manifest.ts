import type { Manifest } from "@/lib/access/module-manifest";
import { administrators } from "@/lib/access/reaches";

export const manifest = {
  ids: { mail: "mai", notification: "ntf", delivery: "dlv", channel: "chn" },
  permissions: { "mail.read": administrators, "mail.manage": administrators },
  encryptedColumns: [
    { label: "mail_message:data_sealed", table: "delivery", column: "data_sealed", keys: ["id"] },
    { label: "mail_message:rendered_sealed", table: "delivery", column: "rendered_sealed", keys: ["id"] },
    {
      label: "notification_channel:settings",
      table: "notification_channel",
      column: "settings_sealed",
      keys: ["id"],
    },
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
  audit: { reads: ["mail.read"] },
} satisfies Manifest;
