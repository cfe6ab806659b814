import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, systemActor } from "@/lib/access/actor";
import { createToken } from "@/lib/auth/tokens/tokens";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import type { RouteModules } from "@/lib/http/openapi";
import { addNode } from "@/lib/nodes/add-node";
import { type Answer, type Call, callRoute, refusedPaths, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { routes } from "./openapi.json/generated/routes";

// Refusals because of values, counts and repetition. Refusals because of the caller are in
// refusals.integration.test.ts.
const modules: RouteModules = routes;
const call = (one: Call): Promise<Answer> => callRoute(modules, one);
const create = "POST /api/servers";
const valid = { name: "Rock", memory: 1, diskSpace: 2 };

let environment: TestEnvironment;
let user: Actor;
let cookie: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await makeNode({ portStart: 25_565, portEnd: 25_999 });
  await addNode(systemActor, {
    name: "small",
    region: "small",
    memory: 2,
    cpu: 2,
    diskSpace: 10,
    publicAddress: "192.0.2.9",
    bindAddress: "127.0.0.1",
    portStart: 25_565,
    portEnd: 25_570,
  });
  user = await makeUser();
  cookie = await signedIn(user);
});
afterAll(() => environment.close());

async function count(text: string): Promise<number> {
  return (await sql().row<{ n: number }>(`SELECT count(*)::int AS n FROM ${text}`))?.n ?? 0;
}

const fields: [string, Record<string, unknown>, string[]][] = [
  ["an empty name", { name: "" }, ["name"]],
  ["a name of spaces", { name: "   " }, ["name"]],
  ["a name with NUL", { name: "a\u0000b" }, ["name"]],
  ["a name with a line break", { name: "a\nb" }, ["name"]],
  ["a name with an escape sequence", { name: "\u001b[31mred" }, ["name"]],
  ["a name that turns text around", { name: "a\u202eb" }, ["name"]],
  ["a name that is not seen", { name: "\u200b" }, ["name"]],
  ["a long name", { name: "x".repeat(61) }, ["name"]],
  ["a name that is no text", { name: { $ne: null } }, ["name"]],
  ["no memory at all", { memory: 0 }, ["memory"]],
  ["negative memory", { memory: -1 }, ["memory"]],
  ["endless memory", { memory: 1e9 }, ["memory"]],
  ["memory as text", { memory: "2" }, ["memory"]],
  ["odd memory", { memory: 0.7 }, ["memory"]],
  ["memory null", { memory: null }, ["memory"]],
  ["no disk", { diskSpace: 0 }, ["diskSpace"]],
  ["negative disk", { diskSpace: -1 }, ["diskSpace"]],
  ["half a disk", { diskSpace: 1.5 }, ["diskSpace"]],
  ["endless disk", { diskSpace: 1e9 }, ["diskSpace"]],
  ["disk as text", { diskSpace: "20" }, ["diskSpace"]],
  ["no CPU", { cpu: 0 }, ["cpu"]],
  ["endless CPU", { cpu: 1e9 }, ["cpu"]],
  ["a template that is a path", { template: "../../etc/passwd" }, ["template"]],
  ["a region with SQL", { region: "x'; DROP TABLE server; --" }, ["region"]],
  ["a version that is an option", { version: "--help me" }, ["version"]],
  ["environment that is a list", { environment: ["A=1"] }, ["environment"]],
  ["environment with a number", { environment: { MAX_PLAYERS: 5 } }, ["environment.MAX_PLAYERS"]],
  ["a variable with a line break", { environment: { MOTD: "a\nENABLE_RCON=false" } }, ["environment.MOTD"]],
  ["a variable beyond its rule", { environment: { MAX_PLAYERS: "501" } }, ["environment.MAX_PLAYERS"]],
  ["a variable not on its list", { environment: { DIFFICULTY: "nightmare" } }, ["environment.DIFFICULTY"]],
  [
    "too many variables",
    { environment: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`V${n}`, "1"])) },
    ["environment"],
  ],
  ["somebody else as owner", { ownerId: "usr_1" }, ["ownerId"]],
  ["several at once", { name: "", memory: 0, status: "online" }, ["name", "memory", "status"]],
];

const reserved = [
  "LD_PRELOAD",
  "LD_LIBRARY_PATH",
  "DOCKER_HOST",
  "PATH",
  "NODE_OPTIONS",
  "JAVA_TOOL_OPTIONS",
  "BASH_ENV",
  "EULA",
];

describe("creating a server", () => {
  it.each(fields)("refuses %s with 422 and its path", async (_what, change, paths) => {
    const answer = await call({ to: create, cookie, body: { ...valid, ...change } });
    expect(answer).toMatchObject({ status: 422, code: "validation_failed" });
    expect(refusedPaths(answer).sort()).toEqual(paths.sort());
  });

  it.each(reserved)("refuses the variable %s", async (name) => {
    const answer = await call({ to: create, cookie, body: { ...valid, environment: { [name]: "/tmp/x.so" } } });
    expect(answer).toMatchObject({ status: 422, code: "validation_failed" });
    expect(refusedPaths(answer)).toEqual([`environment.${name}`]);
  });

  it("refuses names of a prototype", async () => {
    for (const text of [
      '{"__proto__":{"role":"ADMIN"},',
      '{"constructor":{"a":1},',
      '{"environment":{"constructor":"x"},',
    ]) {
      const body = `${text}"name":"Rock","memory":1,"diskSpace":2}`;
      expect(await call({ to: create, cookie, body }), text).toMatchObject({ status: 422 });
    }
  });

  it("refuses a game, region or version that is not on offer", async () => {
    const refused = (change: object) => call({ to: create, cookie, body: { ...valid, ...change } });
    expect(await refused({ template: "chess" })).toMatchObject({ status: 422, code: "unknown_template" });
    expect(await refused({ region: "mars" })).toMatchObject({ status: 422, code: "unknown_region" });
    expect(await refused({ version: "99" })).toMatchObject({ status: 422 });
  });

  it("refuses what exceeds every machine or the quota, and reserves nothing", async () => {
    const small = { ...valid, region: "small" };
    for (const change of [{ diskSpace: 11 }, { memory: 2.5 }, { cpu: 2.25 }]) {
      const answer = await call({ to: create, cookie, body: { ...small, ...change } });
      expect(answer, JSON.stringify(change)).toMatchObject({ status: 409, code: "no_capacity" });
    }
    const poor = await signedIn(await makeUser("USER", { servers: 0 }));
    expect(await call({ to: create, cookie: poor, body: valid })).toMatchObject({
      status: 409,
      code: "quota_exceeded",
    });
    expect(await count("server")).toBe(0);
    expect(await count("port WHERE state <> 'free'")).toBe(0);
    expect(await count("node WHERE reserved_memory_mb + reserved_disk_mb + reserved_cpu_milli > 0")).toBe(0);
    expect(await count("provisioning_run")).toBe(0);
  });
});

describe("a variable named __proto__", () => {
  it("is refused, and nothing is made", async () => {
    const body = '{"name":"Rock","memory":1,"diskSpace":2,"environment":{"__proto__":"x"}}';
    expect(await call({ to: create, cookie, body })).toMatchObject({ status: 422, code: "validation_failed" });
    expect(await count("server")).toBe(0);
  });
});

describe("queries", () => {
  it.each([
    ["?limit=0", 422],
    ["?limit=101", 422],
    ["?limit=many", 422],
    ["?cursor=1%20OR%201=1", 422],
    ["?status=happy", 422],
    ["?all=perhaps", 422],
    ["?page=2", 422],
    ["?limit=1&limit=2", 400],
    ["?q=%00", 400],
    [`?q=${"x".repeat(101)}`, 422],
    ["?q=%25_%5C'", 200],
  ])("%s answers %i", async (query, status) => {
    expect(await call({ to: "GET /api/servers", cookie, query })).toMatchObject({ status });
  });
});

describe("idempotency keys", () => {
  const keyed = (key: string, body: object, as = cookie) =>
    call({ to: create, cookie: as, body, headers: { "idempotency-key": key } });

  it("return the first answer again, and create nothing twice", async () => {
    const before = await count("server");
    const first = await keyed("key-1", valid);
    expect(first.status).toBe(201);
    const again = await keyed("key-1", { diskSpace: 2, name: "Rock", memory: 1 });
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await keyed("key-1", { ...valid, name: "Stone" })).toMatchObject({
      status: 409,
      code: "idempotency_key_reused",
    });
    expect(await count("server")).toBe(before + 1);
    const sealed = await sql().row<{ text: string }>(
      "SELECT row_to_json(k)::text AS text FROM idempotency_key k WHERE key = 'key-1'",
    );
    expect(sealed?.text).not.toContain(String(first.body.rconPassword));
  });

  it("are separate for each caller", async () => {
    const other = await signedIn(await makeUser());
    const answer = await keyed("key-1", valid, other);
    expect(answer.status).toBe(201);
    expect(answer.headers.get("idempotency-replayed")).toBeNull();
  });

  it("are free again after a refusal", async () => {
    expect(await keyed("key-2", { ...valid, region: "mars" })).toMatchObject({ status: 422 });
    expect(await keyed("key-2", { ...valid, region: "small", diskSpace: 50 })).toMatchObject({
      status: 409,
      code: "no_capacity",
    });
    expect(await keyed("key-2", valid)).toMatchObject({ status: 201 });
  });

  it("accept one of many at once", async () => {
    const before = await count("server");
    const answers = await Promise.all(Array.from({ length: 8 }, () => keyed("key-3", valid)));
    for (const { status, code } of answers) {
      if (status !== 201) expect({ status, code }).toEqual({ status: 409, code: "idempotency_key_in_use" });
    }
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id)).size).toBe(1);
    expect(await count("server")).toBe(before + 1);
  });

  it.each(["", " ", "x".repeat(129), "a b"])("of the form %j are refused or absent", async (key) => {
    const before = await count("server");
    const answer = await call({
      to: create,
      cookie,
      body: { ...valid, name: "" },
      headers: { "idempotency-key": key },
    });
    expect([400, 422]).toContain(answer.status);
    expect(await count("server")).toBe(before);
  });
});

describe("limits", () => {
  it("answer 429 with the time to wait, count each caller separately and are stated in every answer", async () => {
    const factor = env().RATE_LIMIT_FACTOR;
    const busy = await signedIn(await makeUser());
    const calm = await signedIn(await makeUser());
    try {
      env().RATE_LIMIT_FACTOR = 0.03;
      const answers: Answer[] = [];
      for (let n = 0; n < 4; n++) answers.push(await call({ to: "GET /api/regions", cookie: busy }));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
      for (const { headers } of answers) {
        expect(headers.get("ratelimit-limit")).toBe("3");
        expect(Number(headers.get("ratelimit-reset"))).toBeGreaterThan(0);
      }
      expect(answers.map(({ headers }) => headers.get("ratelimit-remaining"))).toEqual(["2", "1", "0", "0"]);
      expect(answers[3]?.code).toBe("rate_limited");
      const wait = Number(answers[3]?.headers.get("retry-after"));
      expect(wait).toBeGreaterThanOrEqual(1);
      // The count of one window also counts partly in the next one.
      expect(wait).toBeLessThanOrEqual(120);
      expect(await call({ to: "GET /api/regions", cookie: calm })).toMatchObject({ status: 200 });
      const registration = { to: "POST /api/account/register", body: { email: "", name: "", password: "" } };
      expect(await call(registration)).toMatchObject({ status: 422 });
      expect(await call(registration)).toMatchObject({ status: 429, code: "rate_limited" });
    } finally {
      env().RATE_LIMIT_FACTOR = factor;
    }
  });
});

describe("the limit of API tokens", () => {
  it("is shared by all tokens of a person, and separate from the browser's", async () => {
    const factor = env().RATE_LIMIT_FACTOR;
    const person = await makeUser();
    const tokens: Record<string, string>[] = [];
    for (const name of ["first", "second"]) {
      const { token } = await createToken(person, person.userId ?? "", { name, scopes: ["*"] });
      tokens.push({ authorization: `Bearer ${token}` });
    }
    const [first = {}, second = {}] = tokens;
    try {
      env().RATE_LIMIT_FACTOR = 0.03;
      const ask = async (headers: Record<string, string>) => (await call({ to: "GET /api/regions", headers })).status;
      const statuses = [await ask(first), await ask(second), await ask(first), await ask(second), await ask(first)];
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
      expect(await call({ to: "GET /api/regions", cookie: await signedIn(person) })).toMatchObject({ status: 200 });
    } finally {
      env().RATE_LIMIT_FACTOR = factor;
    }
  });
});

describe("a defect", () => {
  it("answers 500 with a request id and nothing else", async () => {
    await sql().run("ALTER TABLE template RENAME TO template_gone");
    try {
      const answer = await call({ to: "GET /api/templates", cookie });
      expect(answer).toMatchObject({ status: 500, code: "internal_error" });
      expect(JSON.stringify(answer.body)).not.toContain("template");
    } finally {
      await sql().run("ALTER TABLE template_gone RENAME TO template");
    }
  });
});
