import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { noOrigin, systemActor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { database } from "@/lib/db/client";
import { sql, transaction } from "@/lib/db/transaction";
import { prepareSignIn } from "@/lib/http/callers/sign-in-flow";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { SoftwarePasskey } from "@/lib/testing/sign-in/software-passkey";
import { createAccount } from "../accounts/accounts";
import { addPasskey, passkeySetupOptions } from "../factors/setup/passkey-setup";
import { signInWithPasskey, startPasskeySignIn } from "../sign-in/passkey-sign-in";
import { signInWithFactor } from "../sign-in/sign-in";
import type { Measure } from "./contract";
import { takeMeasure } from "./measures/measures";
import { accountHash } from "./record-attempt";
import { loadSignInRestrictions, restrictionInForce } from "./sign-in-restrictions";

/** Which restrictions apply to whom, and what the check costs. */
let environment: TestEnvironment;
const password = "correct horse battery staple";
const email = "ada@example.net";
const here = "203.0.113.9";
const network = "203.0.113.0/24";
let ada = "";

beforeAll(async () => {
  environment = await openTestEnvironment();
  ada = (await createAccount(systemActor, { email, name: "Ada", password, role: "USER" })).id;
});
afterAll(() => environment.close());
beforeEach(() => sql().run("DELETE FROM network_block"));

const visit = (challengeToken: string | null = null) => ({
  origin: { ...noOrigin, ip: here },
  previousToken: null,
  deviceToken: null,
  challengeToken,
});

function take(measure: Measure, over: { network?: string; account?: string }, seconds = 60): Promise<void> {
  const scope = { networks: [over.network ?? ""], accountHash: over.account ? accountHash(over.account) : "" };
  return transaction((tx) => takeMeasure(tx, { measure, ...scope, userId: null, reason: "", signalId: null, seconds }));
}
const look = (account: string, ip: string | null) => loadSignInRestrictions({ account, ip, deviceToken: null });

describe("whom a measure meets", () => {
  it.each<[string, Parameters<typeof take>[1], [boolean, boolean, boolean, boolean]]>([
    ["a network and an account", { network, account: email }, [true, false, false, false]],
    ["a network", { network }, [true, true, false, false]],
    ["an account", { account: email }, [true, false, true, true]],
  ])("%s", async (_what, over, [both, sameNetwork, sameAccount, noAddress]) => {
    await take("block", over);
    const shut = async (account: string, ip: string | null) => restrictionInForce(await look(account, ip)) !== null;
    expect(await shut(email, here)).toBe(both);
    expect(await shut("bob@example.net", here)).toBe(sameNetwork);
    expect(await shut(email, "198.51.100.1")).toBe(sameAccount);
    expect(await shut(email, null)).toBe(noAddress);
    expect(await shut("bob@example.net", null)).toBe(false);
  });

  it("says how long yet: the longest of its kind", async () => {
    await take("slow", { network }, 30);
    await take("slow", { account: email }, 90);
    const { measures } = await look(email, here);
    expect(measures).toEqual({ slow: expect.any(Number) });
    expect(measures.slow).toBeGreaterThan(80);
    await take("slow", { account: email }, 5);
    expect((await look(email, here)).measures.slow).toBeGreaterThan(80);
  });

  it("can never be everybody, from everywhere", async () => {
    await expect(take("block", {})).rejects.toThrow(/network_block_names_something/);
  });
});

describe("sign-in restrictions", () => {
  /** Statements on the pool while `work` runs. */
  async function statements(work: () => Promise<unknown>): Promise<string[]> {
    const { pool } = database();
    const seen: string[] = [];
    const query = pool.query;
    pool.query = ((...args: [{ text: string }]) => {
      const text = args[0].text.trim().slice(0, 40);
      // Attempts are written when nobody waits any more, at some later moment.
      if (!text.includes("sign_in_attempt")) seen.push(text);
      return (query as (...all: unknown[]) => unknown).apply(pool, args);
    }) as typeof query;
    try {
      await work();
    } finally {
      pool.query = query;
    }
    return seen;
  }

  it("asks the same statements of accounts that exist and of those that do not", async () => {
    const tried = (account: string) =>
      statements(async () => (await prepareSignIn(visit(), { email: account, password: "wrong" }))());
    const known = await tried(email);
    const unknown = await tried("nobody@example.net");
    expect(known.length).toBeGreaterThan(3);
    expect(unknown).toEqual(known);
    expect(known.filter((text) => text.startsWith("SELECT"))).toHaveLength(2);
  });

  it("keeps everybody out when it cannot be asked", async () => {
    await sql().run("ALTER TABLE network_block RENAME TO away");
    await expect(prepareSignIn(visit(), { email, password })).rejects.toThrow();
    await sql().run("ALTER TABLE away RENAME TO network_block");
    expect(await (await prepareSignIn(visit(), { email, password }))()).toMatchObject({ outcome: "signed_in" });
  });
});

describe("a lock", () => {
  it("does not concern passkeys", async () => {
    const passkey = new SoftwarePasskey();
    const actor = { ...systemActor, kind: "user" as const, userId: ada, name: "Ada", email };
    const registration = (await passkeySetupOptions(actor)) as { challenge: string };
    await addPasskey(actor, { name: "Key", credential: passkey.register(registration) });
    await take("lock", { account: email });
    await take("block", { network });
    const { token, options } = await startPasskeySignIn();
    const credential = passkey.sign(options as { challenge: string });
    expect(await signInWithPasskey(visit(token), { credential, remember: false })).toMatchObject({ userId: ada });
  });

  it("holds for second steps that began before it", async () => {
    await sql().run("INSERT INTO second_factor (id, user_id, method, confirmed_at) VALUES ($1, $2, 'email', now())", [
      newId("factor"),
      ada,
    ]);
    const asked = await (await prepareSignIn(visit(), { email, password }))();
    if (asked.outcome !== "two_factor_required") throw new Error(asked.outcome);
    const unlimited = { attempt: async () => {}, uncount: async () => {} };
    const answer = () =>
      signInWithFactor(visit(asked.challengeToken), { method: "email", code: "123456" }, unlimited).catch(
        (error: { code: string }) => error.code,
      );
    expect(await answer()).toBe("code_invalid");
    await take("lock", { account: email });
    expect(await answer()).toBe("rate_limited");
  });
});
