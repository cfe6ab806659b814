import { cascades, erasing, exporting, type PersonalTable } from "@/lib/db/personal-table.sql";

export const personalTables: readonly PersonalTable[] = [
  {
    table: "alert_rule",
    export: {
      list: "alertRules",
      select: exporting(`SELECT t.id, t.name, t.subject_kind, t.subject_id, t.metric, t.operator, t.warning, t.critical,
               t.for_seconds, t.created_at FROM alert_rule t JOIN me ON t.owner_id = me.id ORDER BY t.id DESC`),
    },
    erase: cascades,
  },
  {
    table: "alert_incident",
    export: {
      list: "alerts",
      select: exporting(`SELECT t.id, t.rule_name, t.subject_name, t.metric, t.severity, t.started_at, t.resolved_at
               FROM alert_incident t JOIN me ON t.owner_id = me.id ORDER BY t.id DESC`),
    },
    // Own ones are deleted with the account; of others only the name of who acknowledged them goes.
    erase: {
      statement: erasing("UPDATE alert_incident t SET acknowledged_by = NULL FROM me WHERE acknowledged_by = me.id"),
    },
  },
  {
    table: "alert_silence",
    export: {
      list: "alertSilences",
      select: exporting(`SELECT t.id, t.name, t.starts_at, t.ends_at FROM alert_silence t JOIN me ON t.owner_id = me.id
               ORDER BY t.id DESC`),
    },
    erase: cascades,
  },
  {
    table: "alert_event",
    export: {
      list: "alertNotes",
      select: exporting(`SELECT t.id, t.at, t.kind, t.text FROM alert_event t JOIN me ON t.actor_id = me.id
               ORDER BY t.id DESC`),
    },
    erase: { statement: erasing("UPDATE alert_event t SET actor_id = NULL FROM me WHERE t.actor_id = me.id") },
  },
];
