import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { noOrigin } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import {
  email,
  happened,
  look,
  mails,
  measures,
  minutesAgo,
  owner,
  resetDetection,
  setRule,
  signals,
  trySignIn,
} from "@/lib/testing/sign-in/detection";
import { detect } from "../detect";
import { accountHash, flushAttempts, purgeAttempts, recordAttempt } from "../record-attempt";

/** How signals begin, go on and end, and what hostile attempts leave behind. */
let environment: TestEnvironment;

beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());
beforeEach(resetDetection);

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
      [owner.id],
    );
    expect(audited).toHaveLength(1);
  });

  it("stay open while their cause lasts, and are raised again when it returns", async () => {
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
      userId: owner.id,
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
