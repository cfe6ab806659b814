import { erasing, exporting, type PersonalTable } from "@/lib/db/personal-table.sql";

const byAdministrators = {
  keeps: "The administrator's id, as the audit log does: the person who decided must stay known.",
};

/** Tables of the platform, and of lib/http, which is above it. */
export const personalTables: readonly PersonalTable[] = [
  {
    table: "idempotency_key",
    export: {
      list: "idempotencyKeys",
      select: exporting(
        "SELECT t.key, t.status, t.created_at FROM idempotency_key t JOIN me ON t.actor_id = me.id ORDER BY t.created_at DESC",
      ),
    },
    erase: { statement: erasing("DELETE FROM idempotency_key t USING me WHERE t.actor_id = me.id") },
  },
  {
    table: "rate_limit_window",
    export: { none: "Counts of requests; deleted after two hours." },
    // Counters of addresses, and of mails to an address (by its hash), stay for their two hours: a new account must not
    // reset them.
    erase: {
      statement:
        erasing(`DELETE FROM rate_limit_window t USING me WHERE position(me.id IN t.key) > 0 OR position(me.account IN t.key) > 0
        OR right(t.key, length(me.email) + 9) = ':account:' || me.email
        OR split_part(t.key, ':device:', 2) IN (SELECT id FROM known_device WHERE user_id = me.id)`),
    },
  },
  {
    table: "encryption_rotation",
    export: {
      list: "keyRotations",
      select: exporting(
        "SELECT t.id, t.to_key, t.state, t.started_at, t.finished_at FROM encryption_rotation t JOIN me ON t.requested_by = me.id ORDER BY t.id DESC",
      ),
    },
    erase: byAdministrators,
  },
];
