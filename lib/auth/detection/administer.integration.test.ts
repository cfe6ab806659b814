import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { renderMetrics } from "@/lib/platform/metrics";
import { type Answer, callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { createToken } from "../tokens/tokens";
import type { SecurityOverview } from "./contract";
import { detect } from "./detect";
import { accountHash } from "./record-attempt";

/** What administrators see of attacks and do about them, through the routes. */
let environment: TestEnvironment;
let admin: Actor;
let manager: Actor;
let ada: Actor;
let cookie = "";

beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

beforeEach(async () => {
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
  [admin, manager, ada] = [await makeUser("ADMIN"), await makeUser("MANAGER"), await makeUser()];
  cookie = await signedIn(admin);
});

async function attempts(count: number, over: Record<string, unknown> = {}): Promise<void> {
  for (let i = 0; i < count; i++) {
    const row: Record<string, unknown> = {
      id: newId("signInAttempt"),
      at: new Date(),
      account_hash: accountHash(ada.email),
      user_id: ada.userId,
      network: "203.0.113.0/24",
      outcome: "wrong_password",
      method: "pwd",
      ...over,
    };
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${index + 1}`);
    await sql().run(`INSERT INTO sign_in_attempt (${columns}) VALUES (${places})`, Object.values(row));
  }
}

async function overview(as = cookie, query = ""): Promise<SecurityOverview> {
  const answer = await callRoute(routes, { to: "GET /api/admin/security", cookie: as, query });
  expect(answer.status).toBe(200);
  return answer.body as unknown as SecurityOverview;
}

async function signal(): Promise<SecurityOverview["signals"][number]> {
  const [first] = (await overview()).signals;
  if (!first) throw new Error("there is no signal");
  return first;
}

const act = (id: string, action: string): Promise<Answer> =>
  callRoute(routes, { to: "POST /api/admin/security/signals/[id]", params: { id }, cookie, body: { action } });
const patchRule = (kind: string, body: unknown): Promise<Answer> =>
  callRoute(routes, { to: "PATCH /api/admin/security/rules/[kind]", params: { kind }, cookie, body });
const audited = async (action: string) =>
  (await sql().rows("SELECT 1 FROM audit_entry WHERE action = $1 AND actor_id = $2", [action, admin.userId])).length;

/** The last proof of the administrator was too long ago. */
const forgetProof = () =>
  sql().run("UPDATE session SET auth_at = now() - interval '11 minutes' WHERE user_id = $1", [admin.userId]);

describe("the overview", () => {
  it("counts attempts by outcome in equal steps, for a day and for a week", async () => {
    await attempts(3);
    await attempts(2, { outcome: "succeeded", tries: 4 });
    await attempts(1, { at: new Date(Date.now() - 26 * 3_600_000) });
    const day = await overview();
    expect(day.series).toHaveLength(24);
    expect(day.series.at(-1)?.counts).toEqual({ wrong_password: 3, succeeded: 8 });
    const gaps = day.series.slice(1).map((point, i) => Date.parse(point.at) - Date.parse(day.series[i]?.at ?? ""));
    expect(new Set(gaps)).toEqual(new Set([3_600_000]));
    const week = await overview(cookie, "?period=7d");
    expect(week.series).toHaveLength(28);
    const wrong = week.series.reduce((sum, point) => sum + (point.counts.wrong_password ?? 0), 0);
    expect(wrong).toBe(4);
    expect(week.networks).toEqual([
      { network: "203.0.113.0/24", country: null, failures: 4, accounts: 1, successes: 8 },
    ]);
  });

  it("is empty, not broken, where nothing happened", async () => {
    const { signals, settled, networks, blocks, rules, series } = await overview();
    expect([signals, settled, networks, blocks]).toEqual([[], [], [], []]);
    expect(rules).toHaveLength(6);
    expect(series.every(({ counts }) => Object.keys(counts).length === 0)).toBe(true);
  });

  it("shows managers the same with addresses shortened, and nobody else", async () => {
    await attempts(10, { network: "2001:db8:1:2::/64" });
    await detect();
    const seen = JSON.stringify(await overview(await signedIn(manager)));
    expect(seen).not.toContain("2001:db8:1:2");
    expect(seen).not.toContain(ada.email);
    expect(JSON.stringify(await overview())).toContain("2001:db8:1:2::/64");
    const refused = await callRoute(routes, { to: "GET /api/admin/security", cookie: await signedIn(ada) });
    expect(refused.status).toBe(403);
  });
});

describe("acting on a signal", () => {
  beforeEach(async () => {
    await attempts(10);
    await sql().run(
      `INSERT INTO security_rule (kind, enabled, threshold, window_seconds, response) VALUES ('brute_force', true, 10, 900, 'observe')`,
    );
    await detect();
  });

  it.each([
    ["dismiss", "dismissed", {}],
    ["block_network", "acted", { measure: "block", network: "203.0.113.0/24", scope: "all" }],
    ["lock_account", "acted", { measure: "lock", network: null, scope: "account" }],
  ])("%s: settles it, does it, and is audited", async (action, state, block) => {
    const { id } = await signal();
    expect(await act(id, action)).toMatchObject({ status: 204 });
    const { signals, settled, blocks } = await overview();
    expect(signals).toEqual([]);
    expect(settled).toMatchObject([{ id, state }]);
    expect(blocks).toMatchObject(action === "dismiss" ? [] : [block]);
    expect(await audited("security.signal_settled")).toBe(1);
  });

  it("revoke_sessions ends all of theirs", async () => {
    await signedIn(ada);
    expect(await act((await signal()).id, "revoke_sessions")).toMatchObject({ status: 204 });
    expect(await sql().rows("SELECT 1 FROM session WHERE user_id = $1 AND revoked_at IS NULL", [ada.userId])).toEqual(
      [],
    );
    expect((await overview()).settled).toHaveLength(1);
  });

  it("on one's own account leaves the session in use", async () => {
    await sql().run("UPDATE security_signal SET user_id = $1", [admin.userId]);
    await signedIn(admin);
    expect(await act((await signal()).id, "revoke_sessions")).toMatchObject({ status: 204 });
    expect(await overview()).toBeTruthy();
  });

  it("revoke_token ends the token it is about", async () => {
    const token = await createToken(ada, ada.userId ?? "", { name: "deploy", scopes: ["*"] });
    const { id } = await signal();
    expect(await act(id, "revoke_token")).toMatchObject({ status: 409 });
    await sql().run("UPDATE security_signal SET token_id = $1", [token.id]);
    expect((await signal()).actions).toContain("revoke_token");
    expect(await act(id, "revoke_token")).toMatchObject({ status: 204 });
    expect(await sql().rows("SELECT 1 FROM api_token WHERE revoked_at IS NULL")).toEqual([]);
  });

  it("asks for confirmation before it locks or ends anything, and changes nothing without", async () => {
    const { id } = await signal();
    await forgetProof();
    for (const action of ["lock_account", "revoke_sessions", "revoke_token"]) {
      expect(await act(id, action)).toMatchObject({ status: 403, code: "step_up_required" });
    }
    expect((await overview()).signals).toHaveLength(1);
    expect(await act(id, "dismiss")).toMatchObject({ status: 204 });
  });

  it("that is not there, or names no action, is refused", async () => {
    expect(await act("sig_nothing", "dismiss")).toMatchObject({ status: 404 });
    expect(await act((await signal()).id, "launch")).toMatchObject({ status: 422 });
  });
});

describe("dismissing", () => {
  it("lifts what the rule did about it, and nothing that another signal did", async () => {
    await attempts(10);
    await attempts(10, { account_hash: accountHash("bob@example.net"), user_id: null, outcome: "unknown_account" });
    await detect();
    const { signals, blocks } = await overview();
    expect([signals.length, blocks.length]).toEqual([2, 2]);
    const his = signals.find(({ user }) => user === null);
    expect(await act(his?.id ?? "", "dismiss")).toMatchObject({ status: 204 });
    expect((await overview()).blocks).toMatchObject([{ measure: "slow", user: { id: ada.userId } }]);
  });
});

describe("the metrics", () => {
  it("count signals by kind, and what is in force", async () => {
    await sql().run("DELETE FROM counter");
    expect(await renderMetrics()).toContain('security_signals_total{kind="brute_force"} 0');
    await attempts(10);
    await detect();
    const text = await renderMetrics();
    expect(text).toContain('security_signals_total{kind="brute_force"} 1');
    expect(text).toContain('security_signals_open{kind="brute_force"} 1');
    expect(text).toContain('sign_in_measures{measure="slow"} 1');
  });
});

describe("rules and blocks", () => {
  it("a changed rule is in force at the next look, and audited with what it was", async () => {
    await attempts(4);
    await detect();
    expect(await patchRule("brute_force", { threshold: 3, response: "lock" })).toMatchObject({
      status: 200,
      body: { threshold: 3, windowSeconds: 900, response: "lock", enabled: true, isChanged: true },
    });
    expect(await detect()).toBe(1);
    expect((await overview()).blocks).toMatchObject([{ measure: "lock" }]);
    expect(await audited("security.rule_changed")).toBe(1);
  });

  it.each([
    ["brute_force", { response: "launch" }, 422],
    ["token_new_network", { response: "lock" }, 422],
    ["brute_force", { threshold: 0 }, 422],
    ["brute_force", { windowSeconds: 59 }, 422],
    ["brute_force", { threshold: 1.5 }, 422],
    ["brute_force", {}, 422],
    ["toString", { threshold: 3 }, 404],
    ["nothing", { threshold: 3 }, 404],
  ])("%s refuses %j", async (kind, body, status) => {
    expect(await patchRule(kind, body)).toMatchObject({ status });
    expect(await sql().rows("SELECT 1 FROM security_rule")).toEqual([]);
  });

  it("cannot be changed without a fresh proof", async () => {
    await forgetProof();
    expect(await patchRule("brute_force", { enabled: false })).toMatchObject({ status: 403, code: "step_up_required" });
  });

  it("a block that is lifted stays lifted while the attack goes on", async () => {
    await attempts(10);
    await detect();
    const [block] = (await overview()).blocks;
    const lift = { to: "DELETE /api/admin/security/blocks/[id]", params: { id: block?.id ?? "" }, cookie };
    expect(await callRoute(routes, lift)).toMatchObject({ status: 204 });
    expect(await callRoute(routes, lift)).toMatchObject({ status: 404 });
    await attempts(3);
    await detect();
    const { blocks, signals, settled } = await overview();
    expect([blocks, signals]).toEqual([[], []]);
    expect(settled).toMatchObject([{ state: "dismissed" }]);
    expect(await audited("security.block_lifted")).toBe(1);
  });
});
