import { byAdministrators, cascades, erasing, exporting, type PersonalTable } from "./person-statements.sql";
import { signInTables } from "./sign-in-tables.sql";

const attemptsOfMe = "(t.user_id = me.id OR t.account_hash = me.account)";
const signalsOfMe = `(t.user_id = me.id OR t.account_hash = me.account OR t.subject IN ('user:' || me.id, 'account:' || me.account)
  OR t.session_id IN (SELECT id FROM session WHERE user_id = me.id) OR t.token_id IN (SELECT id FROM api_token WHERE user_id = me.id))`;

/**
 * Every table with personal data; a test finds those that are missing here. In the order of an erasure: entries that read sessions or tokens come before those are
 * deleted.
 */
export const personalTables: readonly PersonalTable[] = [
  {
    table: "security_signal",
    export: {
      list: "securitySignals",
      select: exporting(`SELECT t.id, t.kind, t.score, t.reasons, t.networks, t.response, t.state, t.at, t.last_at
               FROM security_signal t JOIN me ON ${signalsOfMe} ORDER BY t.id DESC`),
    },
    // Where they are the administrator who handled it, their id stays.
    erase: { statement: erasing(`DELETE FROM security_signal t USING me WHERE ${signalsOfMe}`) },
  },
  {
    table: "sign_in_attempt",
    export: {
      list: "signInAttempts",
      select:
        exporting(`SELECT t.id, t.at, t.ip, t.network, t.country, t.latitude, t.longitude, t.outcome, t.method, t.known_device, t.tries
               FROM sign_in_attempt t JOIN me ON ${attemptsOfMe} ORDER BY t.at DESC`),
    },
    erase: { statement: erasing(`DELETE FROM sign_in_attempt t USING me WHERE ${attemptsOfMe}`) },
  },
  {
    table: "network_block",
    export: {
      list: "signInMeasures",
      select:
        exporting(`SELECT t.id, t.measure, t.network, t.reason, t.until, t.created_at FROM network_block t JOIN me ON ${attemptsOfMe}
               ORDER BY t.id DESC`),
    },
    erase: { statement: erasing(`DELETE FROM network_block t USING me WHERE ${attemptsOfMe}`) },
  },
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
  {
    table: "workload",
    export: {
      list: "servers",
      select:
        exporting(`SELECT t.id, t.name, t.status, s.template_id, t.region_id, t.public_address, t.main_port AS game_port, t.memory_mb,
                 t.disk_mb, t.cpu_milli, s.version, t.created_at, t.updated_at
               FROM workload t JOIN me ON t.owner_id = me.id JOIN server s ON s.id = t.id ORDER BY t.id DESC`),
    },
    erase: { keeps: "Nothing: an account that owns servers is not erased." },
  },
  {
    table: "server_member",
    export: {
      list: "memberships",
      select: exporting(`SELECT t.server_id, s.name AS server_name, t.permissions, t.created_at FROM server_member t
               JOIN me ON t.user_id = me.id JOIN workload s ON s.id = t.server_id ORDER BY t.created_at DESC`),
    },
    erase: cascades,
  },
  ...signInTables,
  {
    table: "app_user",
    export: {
      list: "profile",
      select:
        exporting(`SELECT t.id, t.email, t.name, t.role, t.disabled_at, t.email_verified_at, t.password_changed_at, t.max_servers,
                 t.max_memory_mb, t.max_cpu_milli, t.max_disk_mb, t.created_at, t.updated_at FROM app_user t JOIN me ON t.id = me.id`),
    },
    erase: { statement: erasing("DELETE FROM app_user t USING me WHERE t.id = me.id") },
  },
];

/** Tables that look like it, by a column's name or their content, but have no personal data. */
export const impersonalTables: Readonly<Record<string, string>> = {
  realtime_message: "Events in transit between processes, by ids; deleted after two minutes.",
};
