import { exporting, type PersonalTable } from "@/lib/db/personal-table.sql";

export const personalTables: readonly PersonalTable[] = [
  {
    table: "audit_entry",
    export: {
      list: "auditEntries",
      // Entries of other actors about the account: their address and browser belong to the actors.
      select:
        exporting(`SELECT t.id, t.at, t.action, t.class, t.outcome, t.target_kind, t.target_id, t.detail, t.before, t.after, t.request_id,
                 coalesce(t.actor_id = me.id, false) AS by_me, CASE WHEN t.actor_id = me.id THEN t.ip END AS ip,
                 CASE WHEN t.actor_id = me.id THEN t.user_agent END AS user_agent
               FROM audit_entry t JOIN me ON t.actor_id = me.id OR (t.target_kind = 'user' AND t.target_id = me.id) ORDER BY t.id DESC`),
    },
    erase: {
      // Refused sign-ins name no account, so the log's verification could not distinguish their blanking from
      // tampering.
      keeps:
        "The entries under the account's id, address and browser blanked (lib/audit/blank-personal.ts). Refused sign-ins, which have no id but a keyed pseudonym of what was typed, keep theirs until they are too old.",
    },
  },
];
