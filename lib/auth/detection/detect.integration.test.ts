import { generateSync } from "otplib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { noOrigin, systemActor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import {
  email,
  endMeasures,
  happened,
  look,
  mails,
  measures,
  minutesAgo,
  owner,
  password,
  resetDetection,
  setRule,
  signals,
  trySignIn,
  trySignInWithCode,
  visit,
} from "@/lib/testing/sign-in/detection";
import { startChallenge } from "../factors/challenges/start-challenge";
import { factorCipher, secretColumn } from "../factors/sealed";
import { newTotpSecret } from "../factors/totp";
import { createSession } from "../sessions/sessions";
import { actorOfToken, createToken } from "../tokens/tokens";
import { accountHash, flushAttempts } from "./record-attempt";

/** From sign-in attempts to signal, response and its end, for every kind. */
let environment: TestEnvironment;

beforeAll(async () => {
  environment = await openTestEnvironment({ SMTP_URL: "smtp://127.0.0.1:1", EMAIL_VERIFICATION: "optional" });
});
afterAll(() => environment.close());
beforeEach(resetDetection);

describe("guessing one account's password", () => {
  it("is answered by slowing that network down for that account alone, for a while", async () => {
    for (let i = 0; i < 9; i++) await trySignIn("203.0.113.5");
    expect(await look()).toBe(0);
    await trySignIn("203.0.113.6");
    expect(await look()).toBe(1);
    expect(await signals()).toMatchObject([{ kind: "brute_force", score: 50, response: "slow", userId: owner.id }]);
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

  it("that was successful is certain, reported by mail, and its session can be ended by rule", async () => {
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
    // A second run sends no second alert.
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
    expect(blocked).toEqual({ user_id: owner.id, network: "203.0.113.0/24" });
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
    expect(await sql().rows("SELECT recipient, template FROM delivery")).toEqual([
      { recipient: email, template: "sign-in-code" },
    ]);
    // Elsewhere nothing is asked, and when it is over nothing is asked here.
    expect(await trySignIn("198.51.100.1", email, password)).toMatchObject({ outcome: "signed_in" });
    await endMeasures();
    expect(await trySignIn("203.0.113.5", email, password)).toMatchObject({ outcome: "signed_in" });
  });

  it("signs in and alerts the owner where no mail server is configured", async () => {
    await watch();
    await sql().run("UPDATE app_user SET email_verified_at = NULL");
    expect(await trySignIn("203.0.113.5", email, password)).toMatchObject({ outcome: "signed_in" });
    expect(await mails()).toBe(1);
  });
});

describe("pressing for a second factor", () => {
  it("informs the owner, and lets the right factor in from everywhere", async () => {
    const factorId = newId("factor");
    const secret = newTotpSecret();
    await sql().run(
      `INSERT INTO second_factor (id, user_id, method, secret_sealed, confirmed_at) VALUES ($1, $2, 'totp', $3, now())`,
      [factorId, owner.id, factorCipher().encrypt(secret, secretColumn, factorId)],
    );
    for (let i = 0; i < 4; i++) await trySignIn("203.0.113.5", email, password);
    expect(await look()).toBe(0);
    const asked = await trySignIn("203.0.113.5", email, password);
    expect(asked.outcome).toBe("two_factor_required");
    expect(await look()).toBe(1);
    expect(await signals()).toMatchObject([{ kind: "factor_fatigue", response: "lock", userId: owner.id }]);
    expect(await measures()).toEqual([{ measure: "lock", network: "", forAll: false }]);
    expect(await mails()).toBe(1);
    expect(await trySignIn("198.51.100.1", email, password)).toMatchObject({ outcome: "two_factor_required" });
    expect(await trySignInWithCode("198.51.100.1", generateSync({ secret }))).toMatchObject({ outcome: "signed_in" });
  });

  it("keeps the password alone out, also when the factor was removed meanwhile", async () => {
    await setRule("factor_fatigue", 5, 900, "lock");
    for (let i = 0; i < 5; i++) await happened({ outcome: "factor_asked" });
    expect(await look()).toBe(1);
    expect(await trySignIn("198.51.100.1", email, password)).toMatchObject({ outcome: "two_factor_required" });
  });
});

describe("places", () => {
  const gb = { country: "GB", latitude: 51.5, longitude: -0.1 };
  const jp = { country: "JP", latitude: 35.7, longitude: 139.7, network: "198.51.100.0/24" };

  it("a new country is reported to the owner by mail, once", async () => {
    await happened({ ...gb, at: minutesAgo(4000) });
    await happened({ ...jp, session_id: "ses_jp" });
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    expect(await signals()).toMatchObject([{ kind: "new_country", score: 70, response: "notify", userId: owner.id }]);
    expect(await mails()).toBe(1);
  });

  it("an impossible pace can end the later session by rule, and leaves the earlier one", async () => {
    await setRule("impossible_pace", 900, 86_400, "revoke");
    await setRule("new_country", 1, 3600, "observe", false);
    const open = async () => (await createSession({ userId: owner.id, scopeResourceId: null, origin: noOrigin })).id;
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
    const actor = { ...(await makeUser()), userId: owner.id };
    const { token, id } = await createToken(actor, owner.id, { name: "deploy", scopes: ["*"], ...over });
    await use(token, "192.0.2.1");
    await sql().run("UPDATE token_network SET first_seen_at = now() - interval '3 days'");
    return { token, id };
  }

  it("alerts the owner, or revokes the token by rule", async () => {
    const { token } = await makeToken();
    await use(token, "192.0.2.99");
    expect(await look()).toBe(0);
    await use(token, "198.51.100.7");
    expect(await look()).toBe(1);
    expect(await signals()).toMatchObject([{ kind: "token_new_network", response: "notify", userId: owner.id }]);
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
