import { cascades, erasing, exporting, type PersonalTable } from "@/lib/db/personal-table.sql";

export const personalTables: readonly PersonalTable[] = [
  {
    table: "delivery",
    export: {
      list: "mails",
      select:
        exporting(`SELECT t.id, t.kind, t.channel_id, t.recipient, t.template, t.state, t.created_at, t.finished_at FROM delivery t
               JOIN me ON t.user_id = me.id OR (t.user_id IS NULL AND t.recipient = me.email) ORDER BY t.id DESC`),
    },
    erase: {
      statement: erasing(
        "DELETE FROM delivery t USING me WHERE t.user_id = me.id OR (t.user_id IS NULL AND t.recipient = me.email)",
      ),
    },
  },
  {
    table: "notification",
    export: {
      list: "notifications",
      select:
        exporting(`SELECT t.id, t.kind, t.severity, t.title, t.body, t.href, t.created_at, t.read_at FROM notification t
               JOIN me ON t.user_id = me.id ORDER BY t.id DESC`),
    },
    erase: cascades,
  },
  {
    table: "notification_preference",
    export: {
      list: "notificationPreferences",
      select: exporting(`SELECT t.kind, t.channel, t.enabled FROM notification_preference t
               JOIN me ON t.user_id = me.id ORDER BY t.kind, t.channel`),
    },
    erase: cascades,
  },
  {
    table: "notification_channel",
    export: {
      list: "notificationChannels",
      // Addresses and tokens are sealed; the person reads the addresses at the channel.
      select: exporting(`SELECT t.id, t.kind, t.name, t.enabled, t.created_at, t.updated_at FROM notification_channel t
               JOIN me ON t.user_id = me.id ORDER BY t.id DESC`),
    },
    erase: cascades,
  },
  {
    table: "notification_quiet_hours",
    export: {
      list: "notificationQuietHours",
      select: exporting(`SELECT t.from_minute, t.to_minute, t.zone FROM notification_quiet_hours t
               JOIN me ON t.user_id = me.id ORDER BY t.user_id`),
    },
    erase: cascades,
  },
  {
    table: "notification_budget",
    export: { none: "Numbers of the person's own messages of a day, which the list of deliveries shows." },
    erase: cascades,
  },
];
