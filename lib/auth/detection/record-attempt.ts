import type { RequestOrigin } from "@/lib/access/actor";
import { sha256 } from "@/lib/core/encryption/crypto";
import { newId } from "@/lib/core/ids";
import { networkOf } from "@/lib/core/networks";
import { sql } from "@/lib/db/transaction";
import { coordinatesOf } from "../sessions/place-of";
import type { Outcome } from "./contract";
import { insertAttempts, purgeOldAttempts, purgeTokenNetworks } from "./detection.sql";

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
  await sql().run(insertAttempts, [JSON.stringify(rows)]);
}

/** Deletes attempts older than 30 days, and networks that tokens have not been used from for 90. */
export async function purgeAttempts(): Promise<void> {
  await sql().run(purgeOldAttempts);
  await sql().run(purgeTokenNetworks);
}
