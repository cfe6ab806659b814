import { cascades, exporting, ownRows, type PersonalTable, secret } from "./person-statements.sql";

/** Sessions, tokens and factors: all but a few are deleted with the account. */
export const signInTables: readonly PersonalTable[] = [
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
        `t.id, t.name, t.start, t.scopes, t.server_ids, t.addresses, t.created_at, t.expires_at, t.last_used_at, t.last_used_ip,
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
];
