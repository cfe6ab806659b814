import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { noOrigin, systemActor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { enterSignIn } from "@/lib/http/sign-in-door";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { createAccount } from "../accounts";
import { startChallenge } from "../factors/start-challenge";
import { createSession } from "../sessions";
import { actorOfToken, createToken } from "../tokens";
import { detect } from "./detect";
import { accountHash, flushAttempts, purgeAttempts, recordAttempt } from "./record-attempt";

/** From what happens at the door to signal, response and its end, for every kind. */
let environment: TestEnvironment;
const password = "correct horse battery staple";
const email = "ada@example.net";
let ada = "";

beforeAll(async () => {
  environment = await openTestEnvironment({ SMTP_URL: "smtp://127.0.0.1:1", EMAIL_VERIFICATION: "optional" });
});
afterAll(() => environment.close());

beforeEach(async () => {
  await flushAttempts();
  for (const table of [
    "sign_in_attempt",
    "security_signal",
    "security_rule",
    "network_block",
    "mail_message",
    "app_user",
  ]) {
    await sql().run(`DELETE FROM ${table}`);
  }
  await sql().run("DELETE FROM rate_limit_window");
  ada = (await createAccount(systemActor, { email, name: "Ada", password, role: "USER" })).id;
  await sql().run("DELETE FROM mail_message");
  await sql().run("UPDATE app_user SET email_verified_at = now()");
});

const visit = (ip: string, deviceToken: string | null = null, challengeToken: string | null = null) => ({
  origin: { ...noOrigin, ip },
  previousToken: null,
  deviceToken,
  challengeToken,
});
const trySignIn = async (ip: string, account = email, typed = "wrong", deviceToken: string | null = null) =>
  (await enterSignIn(visit(ip, deviceToken), { email: account, password: typed }))();

async function look(): Promise<number> {
  await flushAttempts();
  return detect();
}

const signals = () =>
  sql().rows<{ kind: string; score: number; reasons: string[]; response: string; userId: string; state: string }>(
    `SELECT kind, score, reasons, response, user_id AS "userId", state FROM security_signal ORDER BY at`,
  );
const measures = () =>
  sql().rows<{ measure: string; network: string; forAll: boolean }>(
    `SELECT measure, network, account_hash = '' AS "forAll" FROM network_block WHERE until > now() ORDER BY network`,
  );
const mails = async () =>
  (await sql().rows<{ template: string }>("SELECT template FROM mail_message WHERE template = 'security-alert'"))
    .length;
const endMeasures = () => sql().run("UPDATE network_block SET until = now()");

function setRule(kind: string, threshold: number, windowSeconds: number, response: string, enabled = true) {
  return sql().run(
    `INSERT INTO security_rule (kind, enabled, threshold, window_seconds, response) VALUES ($1, $5, $2, $3, $4)
     ON CONFLICT (kind) DO UPDATE SET threshold = $2, window_seconds = $3, response = $4, enabled = $5`,
    [kind, threshold, windowSeconds, response, enabled],
  );
}

/** A row as the recorder writes it, when place or time matter. */
async function happened(over: Record<string, unknown>): Promise<void> {
  const row: Record<string, unknown> = {
    id: newId("signInAttempt"),
    at: new Date(),
    account_hash: accountHash(email),
    user_id: ada,
    network: "203.0.113.0/24",
    outcome: "succeeded",
    method: "pwd",
    ...over,
  };
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  await sql().run(`INSERT INTO sign_in_attempt (${columns}) VALUES (${places})`, Object.values(row));
}
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe("guessing one account's password", () => {
  it("is answered by slowing that network down for that account alone, for a while", async () => {
    for (let i = 0; i < 9; i++) await trySignIn("203.0.113.5");
    expect(await look()).toBe(0);
    await trySignIn("203.0.113.6");
    expect(await look()).toBe(1);
    expect(await signals()).toMatchObject([{ kind: "brute_force", score: 50, response: "slow", userId: ada }]);
    expect(await measures()).toEqual([{ measure: "slow", network: "203.0.113.0/24", forAll: false }]);
    // The factor of the tests makes the limit of one a minute a million; counting it shows that it is asked.
    await trySignIn("203.0.113.7");
    const slowed = `slowed:203.0.113.0/24:${accountHash(email)}`;
    const counted = () => sql().row<{ count: number }>("SELECT count FROM rate_limit_window WHERE key = $1", [slowed]);
    expect(await counted()).toEqual({ count: 1 });
    await trySignIn("203.0.113.7", "other@example.net");
    await trySignIn("198.51.100.1");
    await endMeasures();
    await trySignIn("203.0.113.7");
    expect(await counted()).toEqual({ count: 1 });
  });

  it("that was successful is certain, told by mail, and its session can be ended by rule", async () => {
    await setRule("brute_force", 5, 900, "revoke");
    for (let i = 0; i < 5; i++) await trySignIn("203.0.113.5");
    await look();
    const hit = await trySignIn("203.0.113.5", email, password);
    expect(hit.outcome).toBe("signed_in");
    await look();
    expect(await signals()).toMatchObject([{ score: 100, response: "revoke" }]);
    const ended = await sql().rows("SELECT revoked_reason FROM session");
    expect(ended).toEqual([{ revoked_reason: "suspicious" }]);
    expect(await mails()).toBe(1);
    // Looking again tells nobody again.
    await trySignIn("203.0.113.5");
    await look();
    expect(await mails()).toBe(1);
  });

  it("is not what the owner does in a known browser", async () => {
    const first = await trySignIn("192.0.2.1", email, password);
    const device = first.outcome === "signed_in" ? first.session.deviceToken : null;
    for (let i = 0; i < 12; i++) await trySignIn("192.0.2.1", email, "mistyped", device);
    await look();
    expect(await signals()).toEqual([]);
    const known = await sql().rows(
      "SELECT known_device AS known, sum(tries)::int AS n FROM sign_in_attempt GROUP BY 1 ORDER BY 1",
    );
    expect(known).toEqual([
      { known: false, n: 1 },
      { known: true, n: 12 },
    ]);
  });
});

describe("many accounts from one network", () => {
  it("is kept out from all accounts for an hour, and nobody else is", async () => {
    for (let i = 0; i < 11; i++) await trySignIn(`203.0.113.${i}`, i < 3 ? `u${i}@example.net` : `x${i}@example.org`);
    expect(await look()).toBe(1);
    expect(await signals()).toMatchObject([{ kind: "credential_stuffing", response: "block", userId: null }]);
    expect(await measures()).toEqual([{ measure: "block", network: "203.0.113.0/24", forAll: true }]);
    await expect(trySignIn("203.0.113.200", email, password)).rejects.toMatchObject({ code: "rate_limited" });
    expect(await trySignIn("203.0.114.1", email, password)).toMatchObject({ outcome: "signed_in" });
    await flushAttempts();
    const blocked = await sql().row("SELECT user_id, network FROM sign_in_attempt WHERE outcome = 'blocked'");
    expect(blocked).toEqual({ user_id: ada, network: "203.0.113.0/24" });
    await endMeasures();
    expect(await trySignIn("203.0.113.200", email, password)).toMatchObject({ outcome: "signed_in" });
  });
});

describe("many accounts from a private network", () => {
  it("is shown, and nobody is kept out: everybody may be behind that address", async () => {
    for (let i = 0; i < 12; i++) {
      await happened({ network: "10.0.0.0/24", outcome: "unknown_account", account_hash: `a${i}`, user_id: null });
    }
    expect(await look()).toBe(1);
    expect(await signals()).toMatchObject([{ kind: "credential_stuffing", response: "observe" }]);
    expect(await measures()).toEqual([]);
  });
});

describe("a watched network", () => {
  const watch = async () => {
    await setRule("brute_force", 3, 900, "challenge");
    for (let i = 0; i < 3; i++) await trySignIn("203.0.113.5");
    await look();
    expect(await measures()).toEqual([{ measure: "challenge", network: "203.0.113.0/24", forAll: false }]);
  };

  it("needs the mailbox where there is no second factor", async () => {
    await watch();
    const asked = await trySignIn("203.0.113.5", email, password);
    if (asked.outcome !== "two_factor_required") throw new Error(asked.outcome);
    expect(asked.methods).toEqual(["email"]);
    const nobody = { ...systemActor, kind: "user" as const, role: "GUEST" as const, scopes: [] };
    const sent = await startChallenge(nobody, { method: "email" }, visit("203.0.113.5", null, asked.challengeToken));
    expect(sent.sentTo).toMatch(/@example\.net$/);
    expect(await sql().rows("SELECT recipient, template FROM mail_message")).toEqual([
      { recipient: email, template: "sign-in-code" },
    ]);
    // Elsewhere nothing is asked, and when it is over nothing is asked here.
    expect(await trySignIn("198.51.100.1", email, password)).toMatchObject({ outcome: "signed_in" });
    await endMeasures();
    expect(await trySignIn("203.0.113.5", email, password)).toMatchObject({ outcome: "signed_in" });
  });

  it("lets in and tells the owner where no mail can be relied on", async () => {
    await watch();
    await sql().run("UPDATE app_user SET email_verified_at = NULL");
    expect(await trySignIn("203.0.113.5", email, password)).toMatchObject({ outcome: "signed_in" });
    expect(await mails()).toBe(1);
  });
});

describe("pressing for a second factor", () => {
  it("locks the account for strangers, tells the owner, and opens by itself", async () => {
    await sql().run("INSERT INTO second_factor (id, user_id, method, confirmed_at) VALUES ($1, $2, 'email', now())", [
      newId("factor"),
      ada,
    ]);
    for (let i = 0; i < 4; i++) await trySignIn("203.0.113.5", email, password);
    expect(await look()).toBe(0);
    const asked = await trySignIn("203.0.113.5", email, password);
    expect(asked.outcome).toBe("two_factor_required");
    expect(await look()).toBe(1);
    expect(await signals()).toMatchObject([{ kind: "factor_fatigue", response: "lock", userId: ada }]);
    expect(await measures()).toEqual([{ measure: "lock", network: "", forAll: false }]);
    await expect(trySignIn("198.51.100.1", email, password)).rejects.toMatchObject({ code: "rate_limited" });
    expect(await mails()).toBe(1);
    await endMeasures();
    expect(await trySignIn("198.51.100.1", email, password)).toMatchObject({ outcome: "two_factor_required" });
  });
});

describe("places", () => {
  const gb = { country: "GB", latitude: 51.5, longitude: -0.1 };
  const jp = { country: "JP", latitude: 35.7, longitude: 139.7, network: "198.51.100.0/24" };

  it("a new country is told to the owner by mail, once", async () => {
    await happened({ ...gb, at: minutesAgo(4000) });
    await happened({ ...jp, session_id: "ses_jp" });
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    expect(await signals()).toMatchObject([{ kind: "new_country", score: 70, response: "notify", userId: ada }]);
    expect(await mails()).toBe(1);
  });

  it("an impossible pace can end the later session by rule, and leaves the earlier one", async () => {
    await setRule("impossible_pace", 900, 86_400, "revoke");
    await setRule("new_country", 1, 3600, "observe", false);
    const open = async () => (await createSession({ userId: ada, scopeServerId: null, origin: noOrigin })).id;
    const [here, there] = [await open(), await open()];
    await happened({ ...gb, at: minutesAgo(60), session_id: here });
    await happened({ ...jp, session_id: there });
    expect(await look()).toBe(1);
    const live = await sql().rows("SELECT id FROM session WHERE revoked_at IS NULL");
    expect(live).toEqual([{ id: here }]);
    expect(await mails()).toBe(1);
  });
});

describe("a token used from a new network", () => {
  const use = async (token: string, ip: string) => {
    const actor = await actorOfToken(token, { ...noOrigin, ip });
    // The use is noted after the answer.
    await new Promise((resolve) => setTimeout(resolve, 100));
    return actor;
  };
  async function makeToken(over: { addresses?: string[] } = {}) {
    const actor = { ...(await makeUser()), userId: ada };
    const { token, id } = await createToken(actor, ada, { name: "deploy", scopes: ["*"], ...over });
    await use(token, "192.0.2.1");
    await sql().run("UPDATE token_network SET first_seen_at = now() - interval '3 days'");
    return { token, id };
  }

  it("is told to the owner, or revokes the token by rule", async () => {
    const { token } = await makeToken();
    await use(token, "192.0.2.99");
    expect(await look()).toBe(0);
    await use(token, "198.51.100.7");
    expect(await look()).toBe(1);
    expect(await signals()).toMatchObject([{ kind: "token_new_network", response: "notify", userId: ada }]);
    expect(await mails()).toBe(1);
    await setRule("token_new_network", 3, 86_400, "revoke");
    await use(token, "203.0.113.7");
    await look();
    expect(await use(token, "192.0.2.1")).toBeNull();
  });

  it("is nothing to a token whose owner said where it may be used", async () => {
    const { token } = await makeToken({ addresses: ["0.0.0.0/0"] });
    await use(token, "198.51.100.7");
    expect(await look()).toBe(0);
  });
});

describe("signals", () => {
  const attack = async () => {
    for (let i = 0; i < 10; i++) await happened({ outcome: "wrong_password" });
  };

  it("are raised once, however many workers look at once", async () => {
    await attack();
    const raised = await Promise.all(Array.from({ length: 8 }, () => detect()));
    expect(raised.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await signals()).toHaveLength(1);
    const audited = await sql().rows(
      "SELECT detail FROM audit_entry WHERE action = 'security.signal_raised' AND detail->>'userId' = $1",
      [ada],
    );
    expect(audited).toHaveLength(1);
  });

  it("go on while their cause does, and are raised anew when it comes back", async () => {
    await attack();
    await detect();
    await attack();
    expect(await detect()).toBe(0);
    await sql().run("UPDATE security_signal SET at = at - interval '1 hour', last_at = last_at - interval '1 hour'");
    await sql().run("UPDATE sign_in_attempt SET at = at - interval '1 hour'");
    await attack();
    expect(await detect()).toBe(1);
    expect(await signals()).toHaveLength(2);
  });

  it("that were dismissed stay so for a window, and their measures are not renewed", async () => {
    await attack();
    await detect();
    await sql().run("UPDATE security_signal SET state = 'dismissed', handled_at = now()");
    await sql().run("DELETE FROM network_block");
    await attack();
    expect(await detect()).toBe(0);
    expect(await measures()).toEqual([]);
  });

  it("of a rule that is switched off are not raised", async () => {
    await setRule("brute_force", 10, 900, "slow", false);
    await attack();
    expect(await detect()).toBe(0);
  });

  it("fill nobody's mailbox, and noise does not drown what matters", async () => {
    await setRule("brute_force", 10, 60, "notify");
    for (let i = 0; i < 5; i++) {
      await attack();
      await detect();
      for (const table of ["security_signal SET last_at = last_at", "sign_in_attempt SET at = at"]) {
        await sql().run(`UPDATE ${table} - interval '1 hour'`);
      }
    }
    expect((await signals()).length).toBe(5);
    expect(await mails()).toBe(3);
    await happened({ country: "GB", at: minutesAgo(4000) });
    for (let i = 0; i < 20; i++) {
      await happened({ country: `X${i}`, session_id: `ses_${i}` });
      await look();
    }
    expect((await signals()).length).toBe(25);
    expect(await mails()).toBe(20);
  });
});

describe("hostile attempts", () => {
  const hostile = [
    "'; DROP TABLE sign_in_attempt; --",
    '=HYPERLINK("http://evil.example")',
    "<img src=x onerror=alert(1)>",
    "line\r\nforged: entry\u001b[31m",
    "\u0000nul\u0000",
    "\ud800 half a character",
    "a".repeat(10_000),
  ];

  it("stay data: hashed, never stored as typed, and all of them counted", async () => {
    for (const account of hostile) {
      recordAttempt({ account, origin: { ...noOrigin, ip: "203.0.113.9" }, deviceToken: account, outcome: "refused" });
    }
    for (const account of hostile) await trySignIn("203.0.113.9", account).catch(() => {});
    await setRule("credential_stuffing", 5, 3600, "block");
    await look();
    const stored = await sql().rows<Record<string, unknown>>("SELECT * FROM sign_in_attempt");
    expect(stored.length).toBeGreaterThanOrEqual(hostile.length);
    const text = JSON.stringify([
      stored,
      await sql().rows("SELECT * FROM security_signal"),
      await sql().rows("SELECT * FROM network_block"),
    ]);
    for (const piece of ["DROP", "HYPERLINK", "onerror", "forged", "half a", "aaaa"]) expect(text).not.toContain(piece);
    expect(stored.every((row) => /^[0-9a-f]{64}$/.test(String(row.account_hash)))).toBe(true);
    expect(await signals()).toMatchObject([{ kind: "credential_stuffing" }]);
  });

  it("are merged when they are alike, and a flood is cut", async () => {
    const origin = { ...noOrigin, ip: "203.0.113.9" };
    for (let i = 0; i < 1000; i++) recordAttempt({ account: email, origin, deviceToken: null, outcome: "limited" });
    for (let i = 0; i < 5000; i++) recordAttempt({ account: `a${i}`, origin, deviceToken: null, outcome: "limited" });
    await flushAttempts();
    const row = await sql().row("SELECT count(*)::int AS n, max(tries) AS most FROM sign_in_attempt");
    expect(row).toEqual({ n: 500, most: 1000 });
  });

  it("never make their recorder fail, and are forgotten after 30 days", async () => {
    const origin = { ...noOrigin, ip: "not an address" };
    await sql().run("ALTER TABLE sign_in_attempt RENAME TO away");
    recordAttempt({ account: email, origin, deviceToken: null, outcome: "limited" });
    await expect(flushAttempts()).resolves.toBeUndefined();
    await sql().run("ALTER TABLE away RENAME TO sign_in_attempt");
    recordAttempt({
      account: null,
      userId: ada,
      origin,
      deviceToken: null,
      outcome: "factor_wrong",
      method: "x".repeat(999),
    });
    await flushAttempts();
    await happened({ at: minutesAgo(30 * 1440 + 1) });
    await happened({ at: minutesAgo(30 * 1440 - 1) });
    await purgeAttempts();
    const rows = await sql().rows(
      "SELECT account_hash AS account, network, outcome FROM sign_in_attempt ORDER BY at DESC",
    );
    expect(rows).toEqual([
      { account: accountHash(email), network: null, outcome: "factor_wrong" },
      { account: accountHash(email), network: "203.0.113.0/24", outcome: "succeeded" },
    ]);
  });
});
