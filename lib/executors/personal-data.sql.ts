import { cascades, erasing, exporting, type PersonalTable } from "@/lib/db/personal-table.sql";

export const personalTables: readonly PersonalTable[] = [
  {
    table: "executor_command",
    export: {
      list: "executorCommands",
      select:
        exporting(`SELECT t.id, t.executor_id, t.type, t.state, t.created_at, t.finished_at FROM executor_command t
               JOIN me ON t.requested_by = me.id ORDER BY t.id DESC`),
    },
    erase: {
      statement: erasing("UPDATE executor_command t SET requested_by = NULL FROM me WHERE t.requested_by = me.id"),
    },
  },
  {
    table: "executor_rollout",
    export: {
      list: "executorRollouts",
      select:
        exporting(`SELECT t.id, t.template_id, t.to_version, t.state, t.created_at, t.finished_at FROM executor_rollout t
               JOIN me ON t.created_by = me.id ORDER BY t.id DESC`),
    },
    erase: { statement: erasing("UPDATE executor_rollout t SET created_by = NULL FROM me WHERE t.created_by = me.id") },
  },
  {
    table: "executor",
    export: {
      list: "executors",
      select:
        exporting(`SELECT t.id, t.name, t.key_id, t.config, t.hostname, t.os, t.last_used_ip, t.last_seen_at, t.created_at
               FROM executor t JOIN me ON t.owner_id = me.id ORDER BY t.id DESC`),
    },
    erase: cascades,
  },
  {
    table: "executor_template",
    export: {
      list: "executorTemplates",
      select: exporting(
        "SELECT t.id, t.name, t.version, t.created_at FROM executor_template t JOIN me ON t.owner_id = me.id ORDER BY t.id DESC",
      ),
    },
    erase: cascades,
  },
  {
    table: "executor_batch",
    export: {
      list: "executorBatches",
      select: exporting(`SELECT t.id, t.total, t.state, t.created_at, t.finished_at FROM executor_batch t
               JOIN me ON t.owner_id = me.id ORDER BY t.id DESC`),
    },
    erase: cascades,
  },
  {
    table: "executor_enrolment",
    export: {
      list: "executorEnrolments",
      select: exporting(`SELECT t.id, t.name, t.uses, t.max_uses, t.expires_at, t.created_at FROM executor_enrolment t
               JOIN me ON t.owner_id = me.id ORDER BY t.id DESC`),
    },
    erase: cascades,
  },
];
