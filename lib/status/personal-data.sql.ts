import { erasing, exporting, type PersonalTable } from "@/lib/db/personal-table.sql";

export const personalTables: readonly PersonalTable[] = [
  {
    table: "status_subscriber",
    export: {
      list: "statusSubscriptions",
      select:
        exporting(`SELECT t.id, t.confirmed_at, t.created_at FROM status_subscriber t JOIN me ON t.email = me.email
               ORDER BY t.id DESC`),
    },
    erase: { statement: erasing("DELETE FROM status_subscriber t USING me WHERE t.email = me.email") },
  },
];
