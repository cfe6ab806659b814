import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { noOrigin, systemActor } from "@/lib/access/actor";
import { sentences } from "@/lib/audit/generated/sentences";
import { createAccount, createSetupToken } from "@/lib/auth/accounts/accounts";
import { mailPreparers } from "@/lib/auth/accounts/mail-preparers";
import { createSession, revokeSessionToken } from "@/lib/auth/sessions/sessions";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { runBatches } from "@/lib/executors/batches/run-batch";
import { mailCipher, renderedColumn } from "@/lib/notifications/mail/queue-mail";
import { DeliveryWorker } from "@/lib/notifications/outbox/delivery-worker";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode } from "@/lib/testing/fixtures";
import { makePerson, TestBrowser, type TestPerson } from "@/lib/testing/people";

// Each change adds exactly one entry of its kind to the audit log, with actor and target.
let environment: TestEnvironment;
let administrator: TestPerson;
let admin: TestBrowser;
let ada: TestPerson;
let page: TestBrowser;
let nodeId: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  nodeId = await makeNode({ portStart: 28_400, portEnd: 28_449 });
  administrator = await makePerson("ADMIN");
  admin = new TestBrowser(routes);
  await admin.signIn(administrator);
  ada = await makePerson();
  page = new TestBrowser(routes);
  await page.signIn(ada);
});
afterAll(() => environment.close());

type Entry = { actorId: string | null; targetId: string | null; outcome: string };
const entriesOf = (action: string) =>
  sql().rows<Entry>(
    `SELECT actor_id AS "actorId", target_id AS "targetId", outcome FROM audit_entry WHERE action = $1 ORDER BY id`,
    [action],
  );

/** Performs the action and expects one entry of it, by `actor` and on `target`. */
async function audits(
  action: string,
  act: () => Promise<{ status: number; body: Record<string, unknown> }>,
  who: { actor?: string | null; target?: string | null } = {},
): Promise<Record<string, unknown>> {
  const before = (await entriesOf(action)).length;
  const { status, body } = await act();
  expect(status, `${action}: ${JSON.stringify(body)}`).toBeLessThan(300);
  const entries = (await entriesOf(action)).slice(before);
  expect(entries, action).toHaveLength(1);
  if (who.actor !== undefined) expect(entries[0]?.actorId, action).toBe(who.actor);
  if (who.target !== undefined) expect(entries[0]?.targetId, action).toBe(who.target);
  return body;
}

const settle = async (id: string, status: string) => {
  await sql().run("UPDATE provisioning_run SET finished_at = now(), state = 'succeeded' WHERE finished_at IS NULL");
  await sql().run("UPDATE workload SET status = $2::workload_status WHERE id = $1", [id, status]);
};

/** Renders what is queued, as a worker without a mail server does, and returns the token of the newest link. */
async function tokenInMail(recipient: string): Promise<string> {
  const site = { url: "http://localhost:3000", name: "LightNode" };
  const worker = new DeliveryWorker({
    transport: null,
    site,
    prepare: mailPreparers,
    log: createLogger("test", "silent"),
  });
  while ((await worker.sendDue()) > 0);
  await worker.stop();
  const row = await sql().row<{ id: string; sealed: string }>(
    "SELECT id, rendered_sealed AS sealed FROM delivery WHERE recipient = $1 AND template = 'password-reset' LIMIT 1",
    [recipient],
  );
  const text = row ? mailCipher().decrypt(row.sealed, renderedColumn, row.id) : "";
  return /#([0-9a-f]{64})/.exec(text)?.[1] ?? "";
}

describe("servers", () => {
  it("are audited from the first power action to the last share", async () => {
    const input = { name: "World", memory: 0.5, diskSpace: 1 };
    const { id } = (await page.call("POST /api/servers", input)).body as { id: string };
    const params = { id };
    const call =
      (to: string, body?: unknown, by = page) =>
      () =>
        by.call(to, body, { params });
    const own = { actor: ada.id, target: id };
    const byStaff = { actor: administrator.id, target: id };
    for (const [action, status] of [
      ["start", "offline"],
      ["stop", "online"],
      ["restart", "online"],
      ["kill", "online"],
    ] as const) {
      await settle(id, status);
      await audits(`server.${action}`, call("POST /api/servers/[id]/power", { action }), own);
    }
    await settle(id, "offline");
    await audits("server.credentials_revealed", call("GET /api/servers/[id]/credentials"), own);
    await audits("server.credentials_rotated", call("POST /api/servers/[id]/credentials/rotate"), own);
    await audits("server.reinstalled", call("POST /api/servers/[id]/reinstall"), own);
    await settle(id, "crashed");
    await audits("server.retried", call("POST /api/servers/[id]/retry"), own);
    await settle(id, "offline");
    await audits("server.suspended", call("POST /api/servers/[id]/suspend", undefined, admin), byStaff);
    await settle(id, "suspended");
    await audits("server.unsuspended", call("POST /api/servers/[id]/unsuspend", undefined, admin), byStaff);
    const friend = await makePerson();
    const share = { email: friend.email, permissions: ["server.read"] };
    await audits("server.shared", call("POST /api/servers/[id]/members", share), own);
    const member = { params: { id, userId: friend.id } };
    const to = "/api/servers/[id]/members/[userId]";
    await audits(
      "server.share_changed",
      () => page.call(`PATCH ${to}`, { permissions: ["server.power"] }, member),
      own,
    );
    await audits("server.unshared", () => page.call(`DELETE ${to}`, undefined, member), own);
  });
});

describe("nodes and mail", () => {
  it("are audited when they change", async () => {
    const params = { id: nodeId };
    const by = { actor: administrator.id, target: nodeId };
    const drain = () => admin.call("PATCH /api/admin/nodes/[id]", { state: "draining" }, { params });
    await audits("node.state_changed", drain, by);
    await admin.call("PATCH /api/admin/nodes/[id]", { state: "active" }, { params });
    await audits("mail.tested", () => admin.call("POST /api/admin/mail"), { actor: administrator.id });
    const reachable = [{ network: "192.0.2.0/24", protocol: "any", port: null }];
    const allow = () => admin.call("PATCH /api/admin/nodes/[id]", { reachable }, { params });
    await audits("node.reachable_changed", allow, by);
    await sql().run("UPDATE session SET auth_at = now() - interval '11 minutes' WHERE user_id = $1", [
      administrator.id,
    ]);
    const both = { state: "maintenance", reachable };
    const refused = await admin.call("PATCH /api/admin/nodes/[id]", both, { params });
    expect(refused).toMatchObject({ status: 403, code: "step_up_required" });
    expect(await sql().row("SELECT state FROM node WHERE id = $1", [nodeId])).toEqual({ state: "active" });
    await sql().run("UPDATE session SET auth_at = now() WHERE user_id = $1", [administrator.id]);
    const template = await sql().prisma.template.findFirstOrThrow({ select: { id: true } });
    const offer = (enabled: boolean) => () =>
      admin.call("PATCH /api/admin/templates/[id]", { enabled }, { params: { id: template.id } });
    const ofTemplate = { actor: administrator.id, target: template.id };
    await audits("template.disabled", offer(false), ofTemplate);
    await audits("template.enabled", offer(true), ofTemplate);
    const prove = () => admin.call("POST /api/admin/nodes/[id]/isolation-test", undefined, { params });
    await audits("node.isolation_tested", prove, by);
    const row = await sql().row<{ id: string }>("SELECT id FROM delivery WHERE template = 'test-message'");
    await sql().run("UPDATE delivery SET state = 'held', rendered_sealed = data_sealed WHERE id = $1", [row?.id]);
    const again = () => admin.call("POST /api/admin/mail/[id]/resend", undefined, { params: { id: row?.id ?? "" } });
    await audits("mail.resent", again, { actor: administrator.id, target: row?.id ?? "" });
  });
});

describe("accounts", () => {
  it("are audited: tokens, sessions, passwords, addresses", async () => {
    const own = { actor: ada.id };
    const body = { name: "t", scopes: ["server.read"] };
    const token = await audits("token.created", () => page.call("POST /api/account/tokens", body), own);
    const params = { id: String(token.id) };
    await audits("token.rotated", () => page.call("POST /api/account/tokens/[id]/rotate", {}, { params }), own);
    await audits("token.revoked", () => page.call("DELETE /api/account/tokens/[id]", undefined, { params }), own);
    const password = { method: "password", password: ada.password };
    await audits("session.confirmed", () => page.call("POST /api/account/step-up", password), own);
    const other = new TestBrowser(routes);
    await other.signIn(ada);
    const sessions = (await page.call("GET /api/account/sessions")).body.items as {
      id: string;
      isNewDevice: boolean;
    }[];
    const fresh = sessions.find(({ isNewDevice }) => isNewDevice)?.id ?? "";
    const acknowledge = () =>
      page.call("POST /api/account/sessions/[id]/acknowledge", undefined, { params: { id: fresh } });
    await audits("session.acknowledged", acknowledge, own);
    await audits("session.others_revoked", () => page.call("DELETE /api/account/sessions"), own);
    const email = { email: `new-${Date.now()}@example.net`, password: ada.password };
    await audits("user.email_change_requested", () => page.call("POST /api/account/email/change", email), own);
    await sql().run("UPDATE app_user SET email_verified_at = NULL WHERE id = $1", [ada.id]);
    const resend = () => page.call("POST /api/account/email/resend", { email: ada.email });
    await audits("user.verification_requested", resend);
    await sql().run("UPDATE app_user SET email_verified_at = now() WHERE id = $1", [ada.id]);
    const change = { current: ada.password, next: "another long enough password" };
    await audits("user.password_changed", () => page.call("POST /api/account/password", change), own);
    ada.password = change.next;
    await audits("user.password_reset_requested", () =>
      page.call("POST /api/account/password-reset", { email: ada.email }),
    );
  });

  it("are audited when staff act on them", async () => {
    const by = (target: string) => ({ actor: administrator.id, target });
    const params = { id: ada.id };
    const reset = () => admin.call("POST /api/admin/users/[id]/password-reset", undefined, { params });
    await audits("user.password_reset_sent", reset, by(ada.id));
    const policy = { requiredRoles: [], maxSessions: 20 };
    await audits("security.policy_changed", () => admin.call("PUT /api/admin/security-policy", policy));
    const target = await makePerson();
    const device = new TestBrowser(routes);
    await device.signIn(target);
    const end = () => admin.call("DELETE /api/admin/users/[id]/sessions", undefined, { params: { id: target.id } });
    await audits("session.all_revoked", end, by(target.id));
  });

  it("are audited when a factor is refused, reset and kept", async () => {
    const person = await makePerson();
    const browser = new TestBrowser(routes);
    await browser.signIn(person);
    const secret = String((await browser.call("POST /api/account/2fa/totp/setup")).body.secret);
    await browser.call("POST /api/account/2fa/totp/confirm", { code: generateSync({ secret }) });
    const another = new TestBrowser(routes);
    await another.signIn(person);
    await another.call("POST /api/auth/second-factor", { method: "totp", code: "000000" });
    expect((await entriesOf("session.factor_refused")).at(-1)?.targetId).toBe(person.id);
    const params = { id: person.id };
    const to = "/api/admin/users/[id]/factor-reset";
    await admin.call(`POST ${to}`, { reason: "lost the phone" }, { params });
    const cancel = () => admin.call(`DELETE ${to}`, undefined, { params });
    await audits("factor.reset_cancelled", cancel, { actor: administrator.id });
  });

  it("are audited when a password is reset by mail, and when somebody signs out or is refused", async () => {
    const person = await makePerson();
    await page.call("POST /api/account/password-reset", { email: person.email });
    const body = { token: await tokenInMail(person.email), password: "yet another long password" };
    const confirm = () => new TestBrowser(routes).call("POST /api/account/password-reset/confirm", body);
    await audits("user.password_reset", confirm, { target: person.id });
    const leaving = await createSession({ userId: person.id, scopeResourceId: null, origin: noOrigin });
    await revokeSessionToken(leaving.token, noOrigin);
    expect((await entriesOf("session.signed_out")).at(-1)).toMatchObject({ actorId: person.id, targetId: leaving.id });
    const foreign = { params: { id: "srv_01ktest0000000000000000000" } };
    const before = (await entriesOf("request.refused")).length;
    const browser = new TestBrowser(routes);
    await browser.signIn({ email: person.email, password: body.password });
    await browser.call("GET /api/servers/[id]", undefined, foreign);
    await expect.poll(async () => (await entriesOf("request.refused")).length).toBe(before + 1);
  });
});

describe("executors", () => {
  it("are audited with their templates, commands, enrolments and batches", async () => {
    const by = (target?: string) => ({ actor: administrator.id, ...(target ? { target } : {}) });
    const made = await audits("executor.created", () => admin.call("POST /api/executors", { name: "E" }), by());
    const executor = (made.executor as { id: string } | undefined) ?? (made as { id: string });
    const params = { id: executor.id };
    const call =
      (to: string, body?: unknown, more = {}) =>
      () =>
        admin.call(to, body, { params: { ...params, ...more } });
    await audits("executor.updated", call("PATCH /api/executors/[id]", { name: "F" }), by(executor.id));
    await call("PATCH /api/executors/[id]", { settings: { zmqPort: 5_599 } })();
    await audits("executor.config_restored", call("POST /api/executors/[id]/restore", { version: 1 }), by(executor.id));
    const command = await audits(
      "executor.command_sent",
      call("POST /api/executors/[id]/commands", { type: "ping" }),
      by(executor.id),
    );
    const cancel = call("DELETE /api/executors/[id]/commands/[commandId]", undefined, {
      commandId: String(command.id),
    });
    await audits("executor.command_cancelled", cancel, by());
    await audits("executor.secret_rotated", call("POST /api/executors/[id]/rotate-secret", {}), by(executor.id));
    const enrolment = await audits("executor.enrolment_created", () =>
      admin.call("POST /api/executors/enrolments", { name: "L" }),
    );
    const enrol = { token: enrolment.token, name: "machine" };
    await audits("executor.enrolled", () => new TestBrowser(routes).call("POST /api/executor/enroll", enrol));
    const end = () =>
      admin.call("DELETE /api/executors/enrolments/[id]", undefined, { params: { id: String(enrolment.id) } });
    await audits("executor.enrolment_revoked", end, by());
    const batch = await audits("executor.batch_created", () =>
      admin.call("POST /api/executors/batch", { csv: "name\nA\nB", keepSecrets: true }),
    );
    await runBatches();
    const secrets = () =>
      admin.call("POST /api/executors/batch/[id]/download", undefined, { params: { id: String(batch.id) } });
    await audits("executor.batch_secrets_revealed", secrets, by());
    const { key, secret } = made as { key: string; secret: string };
    const headers = { "x-api-key": key, "x-api-secret": secret };
    const read = () => new TestBrowser(routes).call("GET /api/executor/config", undefined, { headers });
    await audits("executor.config_read", read);
  });

  it("are audited by template", async () => {
    const by = { actor: administrator.id };
    const made = await audits(
      "executor_template.created",
      () => admin.call("POST /api/executor-templates", { name: "T" }),
      by,
    );
    const params = { id: String(made.id) };
    const call =
      (to: string, body?: unknown, more = {}) =>
      () =>
        admin.call(to, body, { params: { ...params, ...more } });
    const settings = { settings: { zmqPort: 5_600 } };
    await audits("executor_template.updated", call("PATCH /api/executor-templates/[id]", settings), by);
    const rollout = await audits(
      "executor_template.rollout_started",
      call("POST /api/executor-templates/[id]/rollouts", {}),
      by,
    );
    const back = call("DELETE /api/executor-templates/[id]/rollouts/[rolloutId]", undefined, {
      rolloutId: String(rollout.id),
    });
    await audits("executor_template.rolled_back", back, by);
    await audits("executor_template.deleted", call("DELETE /api/executor-templates/[id]"), by);
  });
});

describe("the first administrator", () => {
  it("is audited, and so is the end of all sessions", async () => {
    const account = {
      email: "made@example.net",
      name: "Made",
      password: "long enough for this",
      role: "USER" as const,
    };
    const { id } = await createAccount(systemActor, account);
    expect((await entriesOf("user.created")).at(-1)?.targetId).toBe(id);
    await sql().run("UPDATE app_user SET disabled_at = now() WHERE role = 'ADMIN'");
    const body = {
      token: await createSetupToken(),
      email: "first@example.net",
      name: "First",
      password: "long enough for this",
    };
    await audits("setup.completed", () => new TestBrowser(routes).call("POST /api/setup", body));
    const browser = new TestBrowser(routes);
    await browser.signIn({ email: body.email, password: body.password });
    await audits("session.installation_revoked", () => browser.call("DELETE /api/admin/sessions"));
  });
});

/** Every action in the sources; names composed of parts are written out where they are tested. */
function actionsInSources(): string[] {
  const root = path.resolve(import.meta.dirname, "../..");
  const files = readdirSync(path.join(root, "lib"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.includes("generated") && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(path.join(root, "lib", name), "utf8"));
  const found = files.flatMap((text) =>
    [...text.matchAll(/\baction: "([a-z_]+\.[a-z_]+)"/g)].map(([, name = ""]) => name),
  );
  return [...new Set(found)].sort();
}

it("every action of the audit log has a test that names it", () => {
  const root = path.resolve(import.meta.dirname, "../..");
  const tests = ["lib", "app", "e2e", "clients"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(test|spec)\.tsx?$/.test(name))
      .map((name) => readFileSync(path.join(root, folder, name), "utf8")),
  );
  expect(actionsInSources().filter((action) => !tests.some((text) => text.includes(action)))).toEqual([]);
});

/** Actions that are composed of a part of a name: the verbs as their callers give them. */
function composedActions(): string[] {
  const factors = ["added", "removed", "backup_codes_made", "backup_code_used", "reset"].map(
    (verb) => `factor.${verb}`,
  );
  const power = ["start", "stop", "restart", "kill"].map((verb) => `server.${verb}`);
  const hosted = ["database", "mailbox", "mail-domain", "mail-alias", "dns-zone"].flatMap((kind) =>
    ["created", "changed", "deleted", "retried", "suspended", "resumed"].map((verb) => `${kind}.${verb}`),
  );
  const drift = ["adopted", "repaired", "removed"].map((verb) => `drift.${verb}`);
  const named = ["backup.restore_requested", "backup.drill_requested", "user.registered", "user.email_changed"];
  return [...factors, ...power, ...hosted, ...drift, ...named];
}

it("every action of the audit log has a sentence", () => {
  const audited = [...actionsInSources(), ...composedActions()];
  expect(audited.length).toBeGreaterThan(100);
  expect(audited.filter((action) => !(action in sentences))).toEqual([]);
});

it("every audited action of this file's changes has a sentence", async () => {
  const rows = await sql().rows<{ action: string }>("SELECT DISTINCT action FROM audit_entry");
  expect(rows.map(({ action }) => action).filter((action) => !(action in sentences))).toEqual([]);
});
