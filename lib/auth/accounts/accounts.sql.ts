import { statement } from "@/lib/db/statement";
import { expired, rowLock } from "@/lib/db/statement-kinds.sql";

export const insertNewcomer = statement({
  reason: "Inserts or overwrites in one statement, so that both take the same time.",
  text: `
    INSERT INTO app_user (id, email, name, password_hash, role) VALUES ($1, $2, $3, $4, 'USER')
    ON CONFLICT (email) DO UPDATE SET name = excluded.name, password_hash = excluded.password_hash,
        password_changed_at = now(), updated_at = now()
      WHERE $5 AND app_user.email_verified_at IS NULL AND app_user.disabled_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM session s WHERE s.user_id = app_user.id)
        AND NOT EXISTS (SELECT 1 FROM workload w WHERE w.owner_id = app_user.id)
    RETURNING id, (xmax = 0) AS "isNew"`,
  columns: {
    id: "text",
    isNew: "bool",
  },
});

export const countActiveAdministrators = statement({
  reason: "Runs at each start.",
  text: "SELECT count(*)::int AS n FROM app_user WHERE role = 'ADMIN' AND disabled_at IS NULL",
  columns: {
    n: "int4",
  },
});

export const spendLink = statement({
  reason: "Uses the link and compares its binding in one statement; of many at once one succeeds.",
  text: `
    UPDATE email_link l SET used_at = now() FROM app_user u
    WHERE l.token_hash = $1 AND l.purpose = ANY($2::email_link_purpose[])
      AND l.used_at IS NULL AND l.expires_at > now()
      AND u.id = l.user_id AND u.disabled_at IS NULL
        AND l.binding = encode(sha256(convert_to(u.password_hash, 'UTF8')), 'hex')
    RETURNING l.user_id AS "userId", l.purpose, l.email`,
  columns: {
    userId: "text",
    purpose: "email_link_purpose",
    email: "text",
  },
});

export const purgeOldLinks = expired("email_link", "expires_at", "1 day");

/** Parameters: id, new hash, the hash that it must still have (null: any), whether this proves the address. */
export const setPassword = statement({
  reason: "Its time is compared with that of a sign-in in progress: both are the database's.",
  text: `
    UPDATE app_user SET password_hash = $2, password_changed_at = now(), updated_at = now(),
      email_verified_at = CASE WHEN $4::boolean THEN coalesce(email_verified_at, now()) ELSE email_verified_at END
    WHERE id = $1 AND ($3::text IS NULL OR password_hash = $3)`,
});

export const lockAccount = rowLock("app_user");

export const lockSecurityPolicy = rowLock("security_policy");
