import { cascades, erasing, exporting, ownRows, type PersonalTable } from "@/lib/db/personal-table.sql";

const secret = { none: "It contains only hashes of secrets and their expiry." };

const attemptsOfMe = "(t.user_id = me.id OR t.account_hash = me.account)";

const signalsOfMe = `(t.user_id = me.id OR t.account_hash = me.account OR t.subject IN ('user:' || me.id, 'account:' || me.account)
  OR t.session_id IN (SELECT id FROM session WHERE user_id = me.id) OR t.token_id IN (SELECT id FROM api_token WHERE user_id = me.id))`;

/** In the order of an erasure: entries that read sessions or tokens come before those are deleted. */
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
    table: "session",
    export: {
      list: "sessions",
      select: ownRows(
        "session",
        `t.id, t.ip, t.user_agent, t.amr, t.created_at, t.last_seen_at, t.auth_at, t.mfa_at, t.idle_expires_at,
         t.absolute_expires_at, t.revoked_at, t.revoked_reason, t.is_new_device`,
        "t.id",
      ),
    },
    erase: cascades,
  },
  {
    table: "api_token",
    export: {
      list: "apiTokens",
      select: ownRows(
        "api_token",
        `t.id, t.name, t.start, t.scopes, t.resource_ids AS server_ids, t.addresses, t.created_at, t.expires_at, t.last_used_at, t.last_used_ip,
         t.last_used_agent, t.rotated_at, t.revoked_at`,
        "t.id",
      ),
    },
    erase: cascades,
  },
  {
    table: "token_network",
    export: {
      list: "tokenNetworks",
      select: exporting(`SELECT t.token_id, t.network, t.country, t.first_seen_at, t.last_seen_at FROM token_network t
               JOIN api_token a ON a.id = t.token_id JOIN me ON a.user_id = me.id ORDER BY t.last_seen_at DESC`),
    },
    erase: cascades,
  },
  {
    table: "second_factor",
    export: {
      list: "secondFactors",
      // The sealed value is opened for phone numbers and left out otherwise: see export-account.ts.
      select: ownRows(
        "second_factor",
        `t.id, t.method, t.confirmed_at, t.last_used_at, t.created_at,
         CASE WHEN t.method = 'sms' THEN t.secret_sealed END AS phone_sealed`,
        "t.id",
      ),
    },
    erase: cascades,
  },
  {
    table: "passkey",
    export: {
      list: "passkeys",
      select: ownRows(
        "passkey",
        "t.id, t.name, t.device_type, t.backed_up, t.transports, t.last_used_at, t.created_at",
        "t.id",
      ),
    },
    erase: cascades,
  },
  {
    table: "backup_code",
    export: { list: "backupCodes", select: ownRows("backup_code", "t.id, t.used_at, t.created_at", "t.id") },
    erase: cascades,
  },
  { table: "auth_challenge", export: secret, erase: cascades },
  {
    table: "known_device",
    export: { list: "knownDevices", select: ownRows("known_device", "t.id, t.created_at, t.last_seen_at", "t.id") },
    erase: cascades,
  },
  {
    table: "factor_reset",
    export: {
      list: "factorResets",
      select: ownRows("factor_reset", "t.id, t.reason, t.due_at, t.cancelled_at, t.done_at, t.created_at", "t.id"),
    },
    // Requests about others that they made as an administrator keep their id.
    erase: cascades,
  },
  {
    table: "email_link",
    export: {
      list: "emailLinks",
      select: ownRows("email_link", "t.id, t.purpose, t.email, t.expires_at, t.used_at, t.created_at", "t.id"),
    },
    erase: cascades,
  },
  {
    table: "app_user",
    export: {
      list: "profile",
      select:
        exporting(`SELECT t.id, t.email, t.name, t.role, t.locale, t.disabled_at, t.email_verified_at, t.password_changed_at, t.max_servers,
                 t.max_memory_mb, t.max_cpu_milli, t.max_disk_mb, t.created_at, t.updated_at FROM app_user t JOIN me ON t.id = me.id`),
    },
    erase: { statement: erasing("DELETE FROM app_user t USING me WHERE t.id = me.id") },
  },
];
