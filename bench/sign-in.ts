import { monitorEventLoopDelay } from "node:perf_hooks";
import { noOrigin } from "@/lib/access/actor";
import { signIn, type Visit } from "@/lib/auth/sign-in/sign-in";
import { type BenchPanel, benchPanel } from "./panel";
import { administrator } from "./panel-process";
import { absolute, median, type Row, relative } from "./row";

const tries = 200;
const sameAddress = "somebody@example.net";
const withFactor = "factor@example.net";

/**
 * Whether the time of a refusal reveals which addresses have accounts: wrong passwords for an unknown address, a known
 * one and one with a second factor, in turns; and how long a process stands still while twenty passwords are checked.
 */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  await makeFactorUser(panel);
  const samples: Record<string, number[]> = { [sameAddress]: [], [administrator.email]: [], [withFactor]: [] };
  const emails = Object.keys(samples);
  for (let round = 0; round < tries + 3; round++) {
    // Each takes each place in turn, so that none is always the one after the others.
    for (let place = 0; place < emails.length; place++) {
      const email = emails[(round + place) % emails.length] ?? "";
      const ms = await refusedSignIn(panel, email);
      if (round >= 3) samples[email]?.push(ms);
    }
  }
  const of = (email: string) => median(samples[email] ?? []);
  const [unknown, known, factor] = [of(sameAddress), of(administrator.email), of(withFactor)];
  await panel.pool.query("DELETE FROM app_user WHERE email = $1", [withFactor]);
  return [
    relative("signin.unknown_to_known", unknown, "ms", known, { atMost: 1.05 }),
    relative("signin.known_to_unknown", known, "ms", unknown, { atMost: 1.05 }),
    relative("signin.with_factor_to_unknown", factor, "ms", unknown, { atMost: 1.05 }),
    relative("signin.unknown_to_with_factor", unknown, "ms", factor, { atMost: 1.05 }),
    absolute("signin.stall_of_20_at_once", await stallMs(), "ms", { atMost: 50 }),
  ];
}

/** A copy of the administrator's account with an authenticator app. */
async function makeFactorUser({ pool }: BenchPanel): Promise<void> {
  await pool.query(
    `INSERT INTO app_user (id, email, name, password_hash, email_verified_at)
     SELECT 'usr_benchfactor', $1, 'Factor', password_hash, now() FROM app_user WHERE email = $2`,
    [withFactor, administrator.email],
  );
  await pool.query(
    "INSERT INTO second_factor (id, user_id, method, secret_sealed, confirmed_at) VALUES ('fac_bench', 'usr_benchfactor', 'totp', 'x', now())",
  );
}

async function refusedSignIn({ url }: BenchPanel, email: string): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(`${url}/api/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password: "not the password" }),
  });
  const text = await answer.text();
  if (answer.status !== 401) throw new Error(`a wrong password was answered with ${answer.status}: ${text}`);
  return performance.now() - startedAt;
}

/** The longest time this process's event loop stood still while it did twenty whole sign-ins at once. */
async function stallMs(): Promise<number> {
  const visit: Visit = { origin: noOrigin, previousToken: null, deviceToken: null, challengeToken: null };
  const ports = { factorLimits: { attempt: async () => {}, uncount: async () => {} }, panelLogins: async () => null };
  await signIn(administrator, visit, ports);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const results = await Promise.all(Array.from({ length: 20 }, () => signIn(administrator, visit, ports)));
  delay.disable();
  if (results.some(({ outcome }) => outcome !== "signed_in")) throw new Error("a sign-in failed");
  return delay.max / 1e6;
}
