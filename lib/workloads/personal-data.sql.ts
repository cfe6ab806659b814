import { erasing, exporting, type PersonalTable } from "@/lib/db/personal-table.sql";

export const personalTables: readonly PersonalTable[] = [
  {
    table: "provisioning_run",
    export: {
      list: "runs",
      select:
        exporting(`SELECT t.id, t.resource_id AS server_id, t.kind, t.state, t.error_code, t.error_message, t.created_at, t.started_at, t.finished_at
               FROM provisioning_run t JOIN me ON t.requested_by = me.id ORDER BY t.id DESC`),
    },
    erase: {
      statement: erasing("UPDATE provisioning_run t SET requested_by = NULL FROM me WHERE t.requested_by = me.id"),
    },
  },
];
