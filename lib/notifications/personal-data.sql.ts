import { cascades, erasing, exporting, type PersonalTable } from "@/lib/db/personal-table.sql";

export const personalTables: readonly PersonalTable[] = [
  {
    table: "mail_message",
    export: {
      list: "mails",
      select: exporting(`SELECT t.id, t.recipient, t.template, t.state, t.created_at, t.finished_at FROM mail_message t
               JOIN me ON t.user_id = me.id OR (t.user_id IS NULL AND t.recipient = me.email) ORDER BY t.id DESC`),
    },
    erase: {
      statement: erasing(
        "DELETE FROM mail_message t USING me WHERE t.user_id = me.id OR (t.user_id IS NULL AND t.recipient = me.email)",
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
];
