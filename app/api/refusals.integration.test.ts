import { globSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";
import { createToken } from "@/lib/auth/tokens/tokens";
import { sql } from "@/lib/db/transaction";
import { isRouteHandler, type RouteModules } from "@/lib/http/openapi";
import { type Answer, type Call, callRoute, callsOf, refusedPaths, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import type { MakeObject, Refusal, Refusals } from "@/lib/testing/refusals";
import { routes } from "./openapi.json/generated/routes";
import { GET as getOpenApi } from "./openapi.json/route";

// Every route with the callers that it must refuse. A route without a line in a `refusals.ts` fails the first test.
const modules: RouteModules = { ...routes, "/api/openapi.json": { GET: getOpenApi } };

/** The lines beside the routes; every part of the API has its own. */
const files = globSync("app/api/**/refusals.ts").sort();
const parts = await Promise.all(
  files.map(async (file) => {
    const { refusals } = (await import(path.resolve(file))) as { refusals: Refusals };
    return { file, ...refusals };
  }),
);
const table: Record<string, Refusal> = Object.assign({}, ...parts.map(({ lines }) => lines));
const objects: Record<string, MakeObject | null> = Object.assign({}, ...parts.map(({ objects }) => objects));

const lines = Object.entries(table).map(([to, line]) => ({ to, ...line }));
const closed = lines.filter((line) => line.refuses !== "open");
/** Routes of agents authenticate before any other check: their tests are beside them. */
const ofPeople = lines.filter(({ to }) => !definitionOf(to)?.agent);
const changing = ofPeople.filter((line) => !line.to.startsWith("GET"));
const withBody = ofPeople.filter((line) => line.body);
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
  for (const role of ["ADMIN", "MANAGER", "USER", "GUEST"] as const) {
    people[role] = await makeUser(role);
    cookies[role] = await signedIn(people[role]);
  }
  const other = await makeUser();
  for (const [name, make] of Object.entries(objects)) if (make) foreign[name] = await make(other);
});
afterAll(() => environment.close());

/** An administrator for routes that only staff may call, else a customer. */
function allowed(line: { refuses: Refusal["refuses"] }): Role {
  return line.refuses === "open" || !line.refuses.includes("USER") ? "USER" : "ADMIN";
}

function definitionOf(to: string) {
  const [method = "", path = ""] = to.split(" ");
  const handler = modules[path]?.[method];
  return isRouteHandler(handler) ? handler.definition : null;
}

const permissionOf = (to: string): string => definitionOf(to)?.permission ?? "";

describe("the table", () => {
  it("has a line for every route, and no line too many", () => {
    const listed = parts.flatMap(({ lines }) => Object.keys(lines));
    expect(listed.sort()).toEqual(callsOf(modules).sort());
  });

  it.each(parts)(
    "$file has the lines of its own folder, and names the objects that they need",
    ({ lines, objects }) => {
      const named = Object.values(lines).flatMap(({ id }) => (id === undefined ? [] : [id]));
      expect([...new Set(named)].sort()).toEqual(Object.keys(objects ?? {}).sort());
    },
  );
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
      ["changeId", "dch"],
      ["dumpId", "dmp"],
      ["serverId", "srv"],
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
