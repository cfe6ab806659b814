import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";
import { createToken } from "@/lib/auth/tokens/tokens";
import { sql } from "@/lib/db/transaction";
import { createExecutor } from "@/lib/executors/create-executor";
import { createTemplate } from "@/lib/executors/templates/templates";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { isRouteHandler, type RouteModules } from "@/lib/http/openapi";
import { type Answer, type Call, callRoute, callsOf, refusedPaths, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { routes } from "./openapi.json/generated/routes";
import { GET as getOpenApi } from "./openapi.json/route";

// Every route with the callers that it must refuse. A route without a line here fails the first test.
const modules: RouteModules = { ...routes, "/api/openapi.json": { GET: getOpenApi } };

type Line = {
  /** Roles that may not call it at all; "open" asks for no session. */
  refuses: Role[] | "open";
  /** A valid body, so that later checks are reached. */
  body?: Record<string, unknown>;
  /** The object that `[id]` identifies. */
  id?: "server" | "session" | "token" | "user" | "node" | "mail" | "block" | "signal" | "executor" | "template";
};

const nobody: Role[] = [];
const guests: Role[] = ["GUEST"];
const customers: Role[] = ["GUEST", "USER"];
const notAdministrators: Role[] = ["GUEST", "USER", "MANAGER"];
const person = { email: "new@example.net", name: "New", password: "long enough for this" };
const node = { name: "n-2", region: "r-2", memory: 8, cpu: 4, diskSpace: 50, publicAddress: "192.0.2.2" };

const table: Record<string, Line> = {
  "DELETE /api/account": { refuses: nobody, body: { password: "x" } },
  "GET /api/account/export": { refuses: nobody },
  "GET /api/account/audit": { refuses: nobody },
  "GET /api/admin/audit": { refuses: notAdministrators },
  "POST /api/admin/audit/verify": { refuses: notAdministrators },
  "GET /api/admin/encryption": { refuses: notAdministrators },
  "POST /api/admin/encryption/retire": { refuses: notAdministrators, body: { id: "k1" } },
  "POST /api/admin/encryption/rotate": { refuses: notAdministrators },
  "GET /api/account/2fa": { refuses: nobody },
  "DELETE /api/account/2fa/[method]": { refuses: nobody },
  "POST /api/account/2fa/backup-codes": { refuses: nobody },
  "POST /api/account/2fa/challenge": { refuses: "open", body: { method: "totp" } },
  "POST /api/account/2fa/email/confirm": { refuses: nobody, body: { code: "123456" } },
  "POST /api/account/2fa/email/setup": { refuses: nobody },
  "POST /api/account/2fa/passkeys": { refuses: nobody, body: { name: "Key", credential: { id: "x" } } },
  "DELETE /api/account/2fa/passkeys/[id]": { refuses: nobody },
  "POST /api/account/2fa/passkeys/options": { refuses: nobody },
  "POST /api/account/2fa/recovery/cancel": { refuses: "open", body: { token: "guessed" } },
  "POST /api/account/2fa/sms/confirm": { refuses: nobody, body: { code: "123456" } },
  "POST /api/account/2fa/sms/setup": { refuses: nobody, body: { phone: "+447700900123" } },
  "POST /api/account/2fa/totp/confirm": { refuses: nobody, body: { code: "123456" } },
  "POST /api/account/2fa/totp/setup": { refuses: nobody },
  "POST /api/account/sessions/[id]/acknowledge": { refuses: nobody, id: "session" },
  "POST /api/account/step-up": { refuses: nobody, body: { method: "password", password: "x" } },
  "GET /api/admin/security": { refuses: customers },
  "DELETE /api/admin/security/blocks/[id]": { refuses: notAdministrators, id: "block" },
  "PATCH /api/admin/security/rules/[kind]": { refuses: notAdministrators, body: { enabled: true } },
  "POST /api/admin/security/signals/[id]": {
    refuses: notAdministrators,
    body: { action: "dismiss" },
    id: "signal",
  },
  "GET /api/admin/security-policy": { refuses: notAdministrators },
  "PUT /api/admin/security-policy": { refuses: notAdministrators, body: { requiredRoles: [], maxSessions: 30 } },
  "DELETE /api/admin/sessions": { refuses: notAdministrators },
  "POST /api/admin/users/[id]/factor-reset": {
    refuses: notAdministrators,
    body: { reason: "lost the phone" },
    id: "user",
  },
  "DELETE /api/admin/users/[id]/factor-reset": { refuses: notAdministrators, id: "user" },
  "GET /api/admin/users/[id]/sessions": { refuses: notAdministrators, id: "user" },
  "DELETE /api/admin/users/[id]/sessions": { refuses: notAdministrators, id: "user" },
  "DELETE /api/admin/users/[id]/sessions/[sessionId]": { refuses: notAdministrators, id: "user" },
  "POST /api/auth/passkey": { refuses: "open", body: { credential: { id: "x" } } },
  "POST /api/auth/passkey/options": { refuses: "open" },
  "GET /api/auth/second-factor": { refuses: "open" },
  "POST /api/auth/second-factor": { refuses: "open", body: { method: "totp", code: "123456" } },
  "POST /api/auth/sign-in": { refuses: "open", body: { email: "n@example.net", password: "x" } },
  "POST /api/pusher/user-auth": { refuses: nobody },
  "POST /api/account/email/change": { refuses: nobody, body: { email: "n@example.net", password: "x" } },
  "POST /api/account/email/resend": { refuses: "open", body: { email: "n@example.net" } },
  "POST /api/account/email/verify": { refuses: "open", body: { token: "0".repeat(64) } },
  "POST /api/account/password": { refuses: nobody, body: { current: "x", next: "long enough for this" } },
  "POST /api/account/password-reset": { refuses: "open", body: { email: "n@example.net" } },
  "POST /api/account/password-reset/confirm": {
    refuses: "open",
    body: { token: "0".repeat(64), password: "long enough for this" },
  },
  "POST /api/account/register": { refuses: "open", body: person },
  "GET /api/account/sessions": { refuses: nobody },
  "DELETE /api/account/sessions": { refuses: nobody },
  "DELETE /api/account/sessions/[id]": { refuses: nobody, id: "session" },
  "GET /api/account/notification-preferences": { refuses: nobody },
  "PUT /api/account/notification-preferences": {
    refuses: nobody,
    body: { kind: "server.failed", channel: "mail", enabled: false },
  },
  "GET /api/notifications": { refuses: nobody },
  "POST /api/notifications/read": { refuses: nobody },
  "GET /api/account/tokens": { refuses: nobody },
  "POST /api/account/tokens": { refuses: nobody, body: { name: "t", scopes: ["server.read"] } },
  "DELETE /api/account/tokens/[id]": { refuses: nobody, id: "token" },
  "POST /api/account/tokens/[id]/rotate": { refuses: nobody, body: {}, id: "token" },
  "POST /api/admin/access/explain": {
    refuses: notAdministrators,
    body: { email: "n@example.net", permission: "server.read" },
  },
  "GET /api/admin/jobs": { refuses: notAdministrators },
  "POST /api/admin/jobs/[name]": { refuses: notAdministrators },
  "GET /api/admin/mail": { refuses: notAdministrators },
  "POST /api/admin/mail": { refuses: notAdministrators },
  "GET /api/admin/mail/[id]": { refuses: notAdministrators, id: "mail" },
  "POST /api/admin/mail/[id]/resend": { refuses: notAdministrators, id: "mail" },
  "GET /api/admin/nodes": { refuses: customers },
  "POST /api/admin/nodes": { refuses: notAdministrators, body: node },
  "PATCH /api/admin/nodes/[id]": { refuses: notAdministrators, body: { state: "active" }, id: "node" },
  "POST /api/admin/nodes/[id]/isolation-test": { refuses: notAdministrators, id: "node" },
  "GET /api/admin/runs": { refuses: customers },
  "GET /api/admin/users": { refuses: customers },
  "POST /api/admin/users": {
    refuses: notAdministrators,
    body: { email: "n@example.net", name: "N", role: "USER" },
  },
  "GET /api/admin/users/[id]": { refuses: customers, id: "user" },
  "POST /api/admin/users/[id]/password-reset": { refuses: notAdministrators, id: "user" },
  "PATCH /api/admin/users/[id]": { refuses: notAdministrators, body: { disabled: true }, id: "user" },
  "DELETE /api/admin/users/[id]": { refuses: notAdministrators, id: "user" },
  "GET /api/executor/config": { refuses: "open" },
  "POST /api/executor/heartbeat": {
    refuses: "open",
    body: { version: "1", os: "linux", hostname: "h", status: "ok", configVersion: 1 },
  },
  "GET /api/executor/commands": { refuses: "open" },
  "POST /api/executor/commands/[id]/ack": { refuses: "open" },
  "POST /api/executor/commands/[id]/progress": { refuses: "open", body: { percent: 1 } },
  "POST /api/executor/commands/[id]/result": { refuses: "open", body: { status: "done" } },
  "GET /api/executors": { refuses: guests },
  "POST /api/executors": { refuses: guests, body: { name: "E" } },
  "GET /api/executors/[id]": { refuses: guests, id: "executor" },
  "PATCH /api/executors/[id]": { refuses: guests, body: { name: "Mine now" }, id: "executor" },
  "DELETE /api/executors/[id]": { refuses: guests, id: "executor" },
  "POST /api/executors/[id]/rotate-secret": { refuses: guests, body: {}, id: "executor" },
  "GET /api/executors/[id]/versions": { refuses: guests, id: "executor" },
  "GET /api/executors/[id]/commands": { refuses: guests, id: "executor" },
  "POST /api/executors/[id]/commands": { refuses: guests, body: { type: "ping" }, id: "executor" },
  "GET /api/executors/[id]/commands/[commandId]": { refuses: guests, id: "executor" },
  "DELETE /api/executors/[id]/commands/[commandId]": { refuses: guests, id: "executor" },
  "POST /api/executor/enroll": { refuses: "open", body: { token: "guessed" } },
  "GET /api/executor/program": { refuses: "open" },
  "GET /api/executor/windows-setup": { refuses: "open" },
  "POST /api/executors/bulk": {
    refuses: guests,
    body: { ids: ["exe_01m7yerz06t55jkwjn8hw0n78j"], action: { kind: "revoke" }, dryRun: true },
  },
  "POST /api/executors/[id]/restore": { refuses: guests, body: { version: 1 }, id: "executor" },
  "GET /api/executors/[id]/timeline": { refuses: guests, id: "executor" },
  "GET /api/health": { refuses: "open" },
  "GET /api/health/ready": { refuses: "open" },
  "GET /api/metrics": { refuses: "open" },
  "GET /api/executors/[id]/metrics": { refuses: guests, id: "executor" },
  "GET /api/executors/batch": { refuses: guests },
  "GET /api/executors/batch/[id]": { refuses: guests },
  "POST /api/executors/batch/[id]/download": { refuses: guests },
  "GET /api/executors/enrolments": { refuses: guests },
  "DELETE /api/executors/enrolments/[id]": { refuses: guests },
  "POST /api/executors/batch": { refuses: guests, body: { csv: "name\nA" } },
  "POST /api/executors/enrolments": { refuses: guests, body: { name: "E" } },
  "GET /api/executor-templates": { refuses: guests },
  "POST /api/executor-templates": { refuses: guests, body: { name: "T" } },
  "GET /api/executor-templates/[id]": { refuses: guests, id: "template" },
  "PATCH /api/executor-templates/[id]": { refuses: guests, body: { name: "Mine now" }, id: "template" },
  "DELETE /api/executor-templates/[id]": { refuses: guests, id: "template" },
  "GET /api/executor-templates/[id]/rollouts": { refuses: guests, id: "template" },
  "POST /api/executor-templates/[id]/rollouts": { refuses: guests, body: {}, id: "template" },
  "DELETE /api/executor-templates/[id]/rollouts/[rolloutId]": { refuses: guests, id: "template" },
  "GET /api/openapi.json": { refuses: "open" },
  "POST /api/pusher/auth": { refuses: nobody },
  "GET /api/regions": { refuses: nobody },
  "GET /api/servers": { refuses: nobody },
  "POST /api/servers": { refuses: guests, body: { name: "S", memory: 1, diskSpace: 1 } },
  "GET /api/servers/[id]": { refuses: nobody, id: "server" },
  "PATCH /api/servers/[id]": { refuses: guests, body: { name: "Mine now" }, id: "server" },
  "DELETE /api/servers/[id]": { refuses: guests, id: "server" },
  "POST /api/servers/[id]/command": { refuses: guests, body: { command: "list" }, id: "server" },
  "GET /api/servers/[id]/console": { refuses: guests, id: "server" },
  "GET /api/servers/[id]/credentials": { refuses: guests, id: "server" },
  "POST /api/servers/[id]/credentials/rotate": { refuses: guests, id: "server" },
  "GET /api/servers/[id]/events": { refuses: nobody, id: "server" },
  "GET /api/servers/[id]/members": { refuses: guests, id: "server" },
  "POST /api/servers/[id]/members": {
    refuses: guests,
    body: { email: "n@example.net", permissions: ["server.read"] },
    id: "server",
  },
  "PATCH /api/servers/[id]/members/[userId]": { refuses: guests, body: { permissions: [] }, id: "server" },
  "DELETE /api/servers/[id]/members/[userId]": { refuses: nobody, id: "server" },
  "POST /api/servers/[id]/power": { refuses: guests, body: { action: "kill" }, id: "server" },
  "POST /api/servers/[id]/reinstall": { refuses: guests, id: "server" },
  "POST /api/servers/[id]/retry": { refuses: guests, id: "server" },
  "POST /api/servers/[id]/suspend": { refuses: customers, id: "server" },
  "POST /api/servers/[id]/unsuspend": { refuses: customers, id: "server" },
  "POST /api/setup": { refuses: "open", body: { ...person, token: "guessed" } },
  "GET /api/templates": { refuses: nobody },
};

const lines = Object.entries(table).map(([to, line]) => ({ to, ...line }));
const closed = lines.filter((line) => line.refuses !== "open");
const changing = lines.filter((line) => !line.to.startsWith("GET"));
const withBody = lines.filter((line) => line.body);
const withId = closed.filter((line) => line.id);

const call = (one: Call): Promise<Answer> => callRoute(modules, one);
const refusals = closed.flatMap((line) => (line.refuses as Role[]).map((role) => ({ ...line, role })));

let environment: TestEnvironment;
const people = {} as Record<Role, Actor>;
const cookies = {} as Record<Role, string>;
/** Objects of another user. */
const foreign: Record<string, string> = {};

beforeAll(async () => {
  environment = await openTestEnvironment();
  await makeNode({ portStart: 25_565, portEnd: 25_999 });
  for (const role of ["ADMIN", "MANAGER", "USER", "GUEST"] as const) {
    people[role] = await makeUser(role);
    cookies[role] = await signedIn(people[role]);
  }
  const other = await makeUser();
  await signedIn(other);
  const server = await createServer(other, { name: "Theirs", memory: 1, diskSpace: 1, cpu: 1, environment: {} });
  const token = await createToken(other, other.userId ?? "", { name: "theirs", scopes: ["*"] });
  const session = await sql().row<{ id: string }>("SELECT id FROM session WHERE user_id = $1", [other.userId]);
  const input = { name: "Theirs", overrides: {}, addresses: [] };
  const template = await createTemplate(other, { name: "Theirs", settings: {} });
  const executor = await createExecutor(other, input);
  Object.assign(foreign, {
    executor: executor.id,
    template: template.id,
    server: server.id,
    token: token.id,
    session: session?.id,
  });
});
afterAll(() => environment.close());

/** An administrator for routes that only staff may call, else a customer. */
function allowed(line: { refuses: Line["refuses"] }): Role {
  return line.refuses === "open" || !line.refuses.includes("USER") ? "USER" : "ADMIN";
}

function permissionOf(to: string): string {
  const [method = "", path = ""] = to.split(" ");
  const handler = modules[path]?.[method];
  return isRouteHandler(handler) ? (handler.definition.permission ?? "") : "";
}

describe("the table", () => {
  it("has a line for every route, and no line too many", () => {
    expect(Object.keys(table).sort()).toEqual(callsOf(modules).sort());
  });
});

describe("without a session", () => {
  it.each(closed)("$to answers 401", async ({ to, body }) => {
    expect(await call({ to, body })).toMatchObject({ status: 401, code: "unauthenticated" });
    const cookie = "lightnode-session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    expect(await call({ to, body, cookie })).toMatchObject({ status: 401 });
    const unknown = { authorization: `Bearer lnt_${"A".repeat(43)}` };
    expect(await call({ to, body, headers: unknown })).toMatchObject({ status: 401 });
    expect(await call({ to, body, headers: { authorization: "Basic YTpi" } })).toMatchObject({ status: 400 });
  });
});

describe("a change with a cookie", () => {
  it.each(changing)("$to answers 403 unless it comes from the panel's own pages", async (line) => {
    const { to, body } = line;
    const cookie = cookies[allowed(line)];
    const elsewhere: Record<string, string>[] = [
      { origin: "" },
      { origin: "null" },
      { origin: "https://evil.example" },
      { origin: "http://localhost:3000.evil.example" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
    ];
    for (const headers of elsewhere) {
      expect(await call({ to, body, cookie, headers }), JSON.stringify(headers)).toMatchObject({
        status: 403,
        code: "cross_origin",
      });
    }
  });
});

describe("a change that anybody may make", () => {
  const open = changing.filter((line) => line.refuses === "open" && !line.to.startsWith("POST /api/executor/"));
  it.each(open)("$to answers 403 when another site makes a browser send it", async ({ to, body }) => {
    for (const site of ["cross-site", "same-site"]) {
      const answer = await call({ to, body, headers: { "sec-fetch-site": site } });
      expect(answer, site).toMatchObject({ status: 403, code: "cross_origin" });
    }
  });
});

describe("roles", () => {
  it.each(refusals)("$to answers 403 to $role", async ({ to, body, role }) => {
    expect(await call({ to, body, cookie: cookies[role] })).toMatchObject({ status: 403, code: "forbidden" });
  });

  it.each(closed)("$to answers 403 to a token without its scope", async ({ to, body }) => {
    const [resource] = permissionOf(to).split(".");
    const scopes = ["server.*", "account.*", "node.*"].filter((scope) => scope !== `${resource}.*`);
    const { token } = await createToken(people.ADMIN, people.ADMIN.userId ?? "", { name: "narrow", scopes });
    const headers = { authorization: `Bearer ${token}`, origin: "" };
    expect(await call({ to, body, headers })).toMatchObject({ status: 403, code: "forbidden" });
  });

  it("are audited when they are refused", async () => {
    const row = await sql().row<{ n: number }>(
      "SELECT count(*)::int AS n FROM audit_entry WHERE action = 'access.refused'",
    );
    expect(row?.n).toBe(refusals.length + closed.length);
  });
});

describe("objects of other users", () => {
  // What the path names beside `[id]` is well-formed and unknown.
  const innerIds = Object.fromEntries(
    [
      ["userId", "usr"],
      ["sessionId", "ses"],
      ["commandId", "cmd"],
      ["rolloutId", "rol"],
    ].map(([name, prefix]) => [name, `${prefix}_01ktest0000000000000000000`]),
  );

  it.each(withId)("$to answers 404, the same as for an object that does not exist", async (line) => {
    const { to, body, id = "" } = line;
    const cookie = cookies[allowed(line)];
    const of = (text: string) => call({ to, body, cookie, params: { ...innerIds, id: text } });
    const unknown = await of((foreign[id] ?? "srv_").replace(/_.*/, "_01ktest0000000000000000000"));
    expect(unknown).toMatchObject({ status: 404, code: "not_found" });
    for (const text of ["", "%", "..", "' OR 1=1 --", "\u0000", "x".repeat(5000), `${foreign[id]}0`]) {
      expect(await of(text), JSON.stringify(text.slice(0, 9))).toMatchObject({ status: 404, code: "not_found" });
    }
    const malformed = await of("srv_1");
    expect({ ...malformed.body, requestId: "" }).toEqual({ ...unknown.body, requestId: "" });
    if (allowed(line) === "ADMIN") return;
    const theirs = await of(foreign[id] ?? "");
    expect(theirs.status).toBe(404);
    expect({ ...theirs.body, requestId: "" }).toEqual({ ...unknown.body, requestId: "" });
  });
});

describe("bodies", () => {
  it.each(withBody)("$to refuses what is not one JSON object of known fields", async (line) => {
    const { to, body } = line;
    const cookie = cookies[allowed(line)];
    for (const text of ["{", "{'a':1}", "\u0000", "{}{}"]) {
      expect(await call({ to, cookie, body: text })).toMatchObject({ status: 400, code: "malformed_request" });
    }
    expect(await call({ to, cookie, body: "" })).toMatchObject({ status: 400 });
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"]) {
      const answer = await call({ to, cookie, body, headers: { "content-type": type } });
      // A request without the header gets text/plain from the Request itself.
      expect(answer, type).toMatchObject({ status: 415, code: "unsupported_media_type" });
    }
    const huge = JSON.stringify({ ...body, name: "x".repeat(10 * 1024 * 1024) });
    expect(await call({ to, cookie, body: huge })).toMatchObject({ status: 413, code: "payload_too_large" });
    const announced = { "content-length": String(10 * 1024 * 1024) };
    expect(await call({ to, cookie, body, headers: announced })).toMatchObject({ status: 413 });
    for (const value of [[], null, 1, "text", [body]]) {
      const answer = await call({ to, cookie, body: JSON.stringify(value) });
      expect(answer).toMatchObject({ status: 422, code: "validation_failed" });
    }
    const extra = await call({ to, cookie, body: { ...body, ownerId: "usr_1", isAdmin: true } });
    expect(extra).toMatchObject({ status: 422 });
    expect(refusedPaths(extra)).toEqual(["ownerId", "isAdmin"]);
  });

  it("of the channel authorisation are refused as well", async () => {
    const to = "POST /api/pusher/auth";
    const cookie = cookies.USER;
    expect(await call({ to, cookie, body: "{" })).toMatchObject({ status: 400 });
    expect(await call({ to, cookie, body: "x".repeat(10_000) })).toMatchObject({ status: 413 });
    expect(await call({ to, cookie, body: { socket_id: 1 } })).toMatchObject({ status: 422 });
    const channels = [`private-user-${people.ADMIN.userId}`, "private-staff", "presence-x", "private-server-x"];
    const answers = channels.map((name) => call({ to, cookie, body: { socket_id: "1.1", channel_name: name } }));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    const theirs = { socket_id: "1.1", channel_name: `private-server-${foreign.server}` };
    expect(await call({ to, cookie, body: theirs })).toMatchObject({ status: 403 });
  });

  it("left nothing behind", async () => {
    const counts = await sql().row(
      `SELECT (SELECT count(*)::int FROM workload) AS servers, (SELECT count(*)::int FROM node) AS nodes,
              (SELECT count(*)::int FROM app_user) AS users, (SELECT name FROM workload) AS name, (SELECT status FROM workload) AS status`,
    );
    expect(counts).toEqual({ servers: 1, nodes: 1, users: 5, name: "Theirs", status: "provisioning" });
  });
});
