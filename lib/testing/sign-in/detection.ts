import { noOrigin, systemActor } from "@/lib/access/actor";
import { createAccount } from "@/lib/auth/accounts/accounts";
import { detect } from "@/lib/auth/detection/detect";
import { accountHash, flushAttempts } from "@/lib/auth/detection/record-attempt";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { prepareSignIn } from "@/lib/http/callers/sign-in-flow";

/** What tests of detection share: an account, attempts at it, and what came of them. */
export const password = "correct horse battery staple";
export const email = "ada@example.net";
/** The owner of the account; created again by {@link resetDetection}. */
export const owner = { id: "" };

/** Nothing happened yet, and Ada has an account with a confirmed address. */
export async function resetDetection(): Promise<void> {
  await flushAttempts();
  for (const table of [
    "sign_in_attempt",
    "security_signal",
    "security_rule",
    "network_block",
    "delivery",
    "app_user",
  ]) {
    await sql().run(`DELETE FROM ${table}`);
  }
  await sql().run("DELETE FROM rate_limit_window");
  owner.id = (await createAccount(systemActor, { email, name: "Ada", password, role: "USER" })).id;
  await sql().run("DELETE FROM delivery");
  await sql().run("UPDATE app_user SET email_verified_at = now()");
}

export const visit = (ip: string, deviceToken: string | null = null, challengeToken: string | null = null) => ({
  origin: { ...noOrigin, ip },
  previousToken: null,
  deviceToken,
  challengeToken,
});
export const trySignIn = async (ip: string, account = email, typed = "wrong", deviceToken: string | null = null) =>
  (await prepareSignIn(visit(ip, deviceToken), { email: account, password: typed }))();
/** The owner's right password with a code, in one call. */
export const trySignInWithCode = async (ip: string, code: string) =>
  (await prepareSignIn(visit(ip), { email, password, code }))();

export async function look(): Promise<number> {
  await flushAttempts();
  return detect();
}

export const signals = () =>
  sql().rows<{ kind: string; score: number; reasons: string[]; response: string; userId: string; state: string }>(
    `SELECT kind, score, reasons, response, user_id AS "userId", state FROM security_signal ORDER BY at`,
  );
export const measures = () =>
  sql().rows<{ measure: string; network: string; forAll: boolean }>(
    `SELECT measure, network, account_hash = '' AS "forAll" FROM network_block WHERE until > now() ORDER BY network`,
  );
export const mails = async () =>
  (await sql().rows<{ template: string }>("SELECT template FROM delivery WHERE template = 'security-alert'")).length;
/** A second ago: the column rounds to milliseconds, which may be up. */
export const endMeasures = () => sql().run("UPDATE network_block SET until = now() - interval '1 second'");

export function setRule(kind: string, threshold: number, windowSeconds: number, response: string, enabled = true) {
  return sql().run(
    `INSERT INTO security_rule (kind, enabled, threshold, window_seconds, response) VALUES ($1, $5, $2, $3, $4)
     ON CONFLICT (kind) DO UPDATE SET threshold = $2, window_seconds = $3, response = $4, enabled = $5`,
    [kind, threshold, windowSeconds, response, enabled],
  );
}

/** A row as the recorder writes it, when place or time matter. */
export async function happened(over: Record<string, unknown>): Promise<void> {
  const row: Record<string, unknown> = {
    id: newId("signInAttempt"),
    at: new Date(),
    account_hash: accountHash(email),
    user_id: owner.id,
    network: "203.0.113.0/24",
    outcome: "succeeded",
    method: "pwd",
    ...over,
  };
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  await sql().run(`INSERT INTO sign_in_attempt (${columns}) VALUES (${places})`, Object.values(row));
}
export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
