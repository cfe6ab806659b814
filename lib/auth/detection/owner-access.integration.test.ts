import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noOrigin, systemActor } from "@/lib/access/actor";
import { sql, transaction } from "@/lib/db/transaction";
import { prepareSignIn } from "@/lib/http/callers/sign-in-flow";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { createAccount } from "../accounts/accounts";
import { createLink } from "../accounts/email-links";
import { confirmPasswordReset } from "../passwords/reset-password";
import { actorOfSession } from "../sessions/sessions";
import type { SignedIn, SignInResult, Visit } from "../sign-in/sign-in";
import { detect } from "./detect";
import { flushAttempts } from "./record-attempt";

/**
 * The promise of detection: whatever an attacker makes it do to an account, its owner gets in from a browser that the
 * account knows, and stays in where they are in. With the limits as they are in production.
 */
let environment: TestEnvironment;
const password = "correct horse battery staple";
const credentials = (email: string, typed = password) => ({ email, password: typed });

beforeAll(async () => {
  environment = await openTestEnvironment({ RATE_LIMIT_FACTOR: "1" });
});
afterAll(() => environment.close());

function visit(ip: string, deviceToken: string | null = null): Visit {
  return { origin: { ...noOrigin, ip }, previousToken: null, deviceToken, challengeToken: null };
}

/** What comes of one attempt, as the outside sees it. */
async function tryFrom(from: Visit, given: unknown): Promise<SignInResult["outcome"] | "rate_limited"> {
  try {
    return (await (await prepareSignIn(from, given))()).outcome;
  } catch (error) {
    expect(error).toMatchObject({ code: "rate_limited", status: 429, retryAfterSeconds: expect.any(Number) });
    return "rate_limited";
  }
}

async function ownerSignsIn(email: string, from: Visit): Promise<SignedIn> {
  const result = await (await prepareSignIn(from, credentials(email)))();
  if (result.outcome !== "signed_in") throw new Error(`the owner is kept out: ${result.outcome}`);
  return result.session;
}

async function makeOwner(email: string): Promise<string> {
  return (await createAccount(systemActor, { email, name: "Ada", password, role: "USER" })).id;
}

/** Wrong passwords from as many networks; a tick of the worker after each few. */
async function hammer(email: string, tries: number): Promise<void> {
  for (let index = 0; index < tries; index++) {
    await tryFrom(visit(`198.${18 + (index >> 8)}.${index & 255}.${1 + (index % 200)}`), credentials(email, "guess"));
    if (index % 10 === 9) {
      await flushAttempts();
      await detect();
    }
  }
}

const measuresOf = async () =>
  (await sql().rows<{ measure: string }>("SELECT DISTINCT measure FROM network_block WHERE until > now()")).map(
    ({ measure }) => measure,
  );

function setResponse(kind: string, response: string): Promise<number> {
  return sql().run(
    `INSERT INTO security_rule (kind, enabled, threshold, window_seconds, response) VALUES ($1, true, 10, 900, $2)
     ON CONFLICT (kind) DO UPDATE SET response = excluded.response`,
    [kind, response],
  );
}

describe.each(["slow", "challenge", "block", "lock", "revoke", "notify"])("an attack answered by %s", (response) => {
  const email = `ada-${response}@example.net`;

  it("keeps neither the known browser nor the open session of the owner out", async () => {
    await setResponse("brute_force", response);
    await makeOwner(email);
    const home = await ownerSignsIn(email, visit("192.0.2.10"));
    await hammer(email, 40);
    const signal = await sql().row<{ response: string }>(
      "SELECT s.response FROM security_signal s JOIN app_user u ON u.id = s.user_id WHERE u.email = $1",
      [email],
    );
    // There is no session to revoke: the attacker has none, and the owner's is not theirs to lose.
    expect(signal?.response).toBe(response === "revoke" ? "observe" : response);
    expect(await actorOfSession(home.token, noOrigin)).toMatchObject({ email });
    // From home, and from the attacker's own network: the cookie distinguishes them.
    for (const ip of ["192.0.2.10", "198.18.3.4"]) {
      const again = await ownerSignsIn(email, visit(ip, home.deviceToken));
      expect(await actorOfSession(again.token, noOrigin)).toMatchObject({ email });
    }
    expect(await actorOfSession(home.token, noOrigin)).toMatchObject({ email });
  });

  it("still refuses unknown browsers, with the right password as well", async () => {
    expect(await tryFrom(visit("198.18.3.4"), credentials(email))).toBe("rate_limited");
  });
});

describe("a locked account", () => {
  const email = "grace@example.net";

  it("looks the same whether it exists or not", async () => {
    await setResponse("brute_force", "lock");
    const id = await makeOwner(email);
    await hammer(email, 20);
    await hammer("nobody@example.net", 20);
    await sql().run("DELETE FROM rate_limit_window");
    const detail = async (address: string) =>
      prepareSignIn(visit("203.0.113.77"), credentials(address)).catch((error: Error) => error.message);
    expect(await detail(email)).toMatch(/a browser you have used before/);
    expect(await detail("nobody@example.net")).toBe(await detail(email));
    expect(id).toBeTruthy();
  });

  it("ends when the password is reset by mail", async () => {
    const user = await sql().row<{ id: string }>("SELECT id FROM app_user WHERE email = $1", [email]);
    const link = await transaction((tx) => createLink(tx, user?.id ?? "", "reset", email));
    const next = "a wholly different phrase";
    await confirmPasswordReset({ token: link.split("#")[1] ?? "", password: next }, noOrigin);
    await sql().run("DELETE FROM rate_limit_window");
    expect(await tryFrom(visit("203.0.113.78"), credentials(email, next))).toBe("signed_in");
    // Somebody else's lock stays.
    expect(await tryFrom(visit("203.0.113.78"), credentials("nobody@example.net"))).toBe("rate_limited");
  });

  it("opens by itself", async () => {
    await sql().run("UPDATE network_block SET until = now() - interval '1 second'");
    await sql().run("DELETE FROM rate_limit_window");
    expect(await measuresOf()).toEqual([]);
    expect(await tryFrom(visit("203.0.113.79"), credentials("nobody@example.net"))).toBe("invalid_credentials");
  });
});
