import type { RequestOrigin } from "@/lib/access/actor";
import { sha256 } from "@/lib/core/crypto";
import { newId } from "@/lib/core/ids";
import { networkOf } from "@/lib/core/networks";
import { sql } from "@/lib/db/transaction";
import { coordinatesOf } from "../sessions/place-of";
import type { Outcome } from "./contract";

/**
 * Records sign-in attempts as evidence for the rules. Nothing waits for it and it never throws, so that it cannot be
 * measured from outside: attempts gather for a quarter of a second and go in one statement, which finds out itself
 * whose account it is and whether the browser was known, the same way for accounts that do not exist.
 */
export type Attempt = {
  /** As typed; only its hash is stored. Null: `userId` says whose it is. */
  account: string | null;
  userId?: string | null | undefined;
  origin: RequestOrigin;
  deviceToken: string | null;
  /** `refused` becomes wrong_password or unknown_account. */
  outcome: Exclude<Outcome, "wrong_password" | "unknown_account"> | "refused";
  method?: string | undefined;
  sessionId?: string | null | undefined;
};

type Pending = Attempt & { at: Date; tries: number };

const gatherMs = 250;
/** Cap of what one process buffers in a quarter of a second; more rows of a flood add no information. */
const maxPending = 500;

const pending = new Map<string, Pending>();
let timer: NodeJS.Timeout | undefined;
let writing: Promise<void> = Promise.resolve();

/** How accounts are compared everywhere in detection: trimmed, lower-cased, at most 254 characters. */
export function accountHash(account: string): string {
  return sha256(account.trim().toLowerCase().slice(0, 254));
}

/** Records one attempt. Equal ones within a quarter of a second become one row with a count. */
export function recordAttempt(attempt: Attempt): void {
  const { account, userId, origin, outcome, method, sessionId, deviceToken } = attempt;
  const key = JSON.stringify([account, userId, origin.ip, outcome, method, sessionId, deviceToken]);
  const same = pending.get(key);
  if (same) same.tries += 1;
  else if (pending.size < maxPending) pending.set(key, { ...attempt, at: new Date(), tries: 1 });
  timer ??= setTimeout(() => void flushAttempts(), gatherMs).unref();
}

/** Writes what was gathered; for tests and for callers that need it written. Never rejects. */
export function flushAttempts(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const batch = [...pending.values()];
  pending.clear();
  if (batch.length > 0) writing = writing.then(() => insert(batch)).catch(() => {});
  return writing;
}

// The session's own device is known when it was made before the session: signing in records the browser.
const insertStatement = `
  INSERT INTO sign_in_attempt (id, at, account_hash, user_id, ip, network, country, latitude, longitude, outcome, method,
    session_id, known_device, tries)
  SELECT a.id, a.at::timestamptz, coalesce(a.account_hash, encode(sha256(convert_to(coalesce(v.email, ''), 'UTF8')), 'hex')),
         coalesce(u.id, v.id), a.ip, a.network, a.country, a.latitude, a.longitude,
         CASE WHEN a.outcome <> 'refused' THEN a.outcome WHEN u.id IS NULL AND a.method <> 'panel' THEN 'unknown_account' ELSE 'wrong_password' END,
         a.method, a.session_id,
         EXISTS (SELECT 1 FROM known_device d WHERE d.user_id = coalesce(u.id, v.id) AND d.token_hash = a.device_hash
                   AND d.created_at < coalesce((SELECT s.created_at FROM session s WHERE s.id = a.session_id), 'infinity')),
         a.tries
  FROM jsonb_to_recordset($1::jsonb) AS a(id text, at text, account_hash text, account text, user_id text, ip text,
         network text, country text, latitude float8, longitude float8, outcome text, method text, session_id text,
         device_hash text, tries int)
  LEFT JOIN app_user u ON u.email = a.account
  LEFT JOIN app_user v ON v.id = a.user_id`;

async function insert(batch: Pending[]): Promise<void> {
  const rows = await Promise.all(
    batch.map(async (one) => {
      const place = await coordinatesOf(one.origin.ip);
      // PostgreSQL stores neither NUL nor half a surrogate pair; no address has one.
      const account = one.account?.trim().toLowerCase().slice(0, 254).toWellFormed().replaceAll("\0", "\uFFFD") ?? null;
      return {
        id: newId("signInAttempt", one.at.getTime()),
        at: one.at.toISOString(),
        account_hash: one.account === null ? null : accountHash(one.account),
        account,
        user_id: one.userId ?? null,
        ip: one.origin.ip,
        network: networkOf(one.origin.ip),
        country: place?.country ?? null,
        latitude: place?.latitude ?? null,
        longitude: place?.longitude ?? null,
        outcome: one.outcome,
        method: (one.method ?? "pwd").slice(0, 32),
        session_id: one.sessionId ?? null,
        device_hash: one.deviceToken === null ? null : sha256(one.deviceToken),
        tries: one.tries,
      };
    }),
  );
  await sql().run(insertStatement, [JSON.stringify(rows)]);
}

/** Deletes attempts older than 30 days, and networks that tokens have not been used from for 90. */
export async function purgeAttempts(): Promise<void> {
  await sql().run("DELETE FROM sign_in_attempt WHERE at < now() - interval '30 days'");
  await sql().run("DELETE FROM token_network WHERE last_seen_at < now() - interval '90 days'");
}
