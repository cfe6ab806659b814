import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { pseudonym } from "@/lib/audit/audit-keys";
import { recordAudit } from "@/lib/audit/record-audit";
import { sql } from "@/lib/db/transaction";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import type { RouteModules } from "@/lib/http/openapi";
import { callRoute, panelOrigin, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import * as own from "../../account/audit/route";
import * as rotate from "../encryption/rotate/route";
import * as encryption from "../encryption/route";
import * as all from "./route";
import * as verify from "./verify/route";

const modules: RouteModules = {
  "/api/account/audit": own,
  "/api/admin/audit": all,
  "/api/admin/audit/verify": verify,
  "/api/admin/encryption": encryption,
  "/api/admin/encryption/rotate": rotate,
};
let environment: TestEnvironment;
let admin: Actor;
let ada: Actor;
let bob: Actor;
let cookies: Record<"admin" | "ada", string>;

type Part = { kind: string; text?: string; name?: string; href?: string | null };
type Item = {
  id: string;
  who: { name: string; href: string | null };
  sentence: Part[];
  action: string;
  ip: string | null;
  actor: { id: string; email: string | null };
  after: unknown;
};
type Who = "admin" | "ada";

async function list(query: string, who: Who = "admin"): Promise<{ items: Item[]; nextCursor: string | null }> {
  const to = who === "admin" ? "GET /api/admin/audit" : "GET /api/account/audit";
  const answer = await callRoute(modules, { to, cookie: cookies[who], query });
  expect(answer.status, query).toBe(200);
  return answer.body as unknown as { items: Item[]; nextCursor: string | null };
}

async function file(query: string, who: Who = "admin"): Promise<{ text: string; headers: Headers }> {
  const path = who === "admin" ? "/api/admin/audit" : "/api/account/audit";
  const request = new Request(`${panelOrigin}${path}${query}`, { headers: { cookie: cookies[who] } });
  const response = await (who === "admin" ? all : own).GET(request, { params: Promise.resolve({}) });
  return { text: await response.text(), headers: response.headers };
}

beforeAll(async () => {
  environment = await openTestEnvironment();
  const from = (actor: Actor, ip: string): Actor => ({
    ...actor,
    origin: { ip, userAgent: "Test/1", requestId: `req_${ip}` },
  });
  admin = from(await makeUser("ADMIN"), "198.51.100.1");
  ada = from(await makeUser(), "192.0.2.1");
  bob = from(await makeUser(), "192.0.2.2");
  cookies = { admin: await signedIn(admin), ada: await signedIn(ada) };
  const event = { targetKind: "server", targetId: "srv_1", before: { name: "old" }, after: { name: "=HYPERLINK(1)" } };
  for (let n = 0; n < 25; n++) await recordAudit(sql(), ada, { action: "server.updated", ...event, detail: { n } });
  await recordAudit(sql(), bob, { action: "server.deleted", targetKind: "server", targetId: "srv_100%_2" });
  await recordAudit(sql(), bob, { action: "session.refused", targetKind: "user", targetId: bob.userId });
  await recordAudit(sql(), admin, { action: "user.changed", targetKind: "user", targetId: ada.userId });
  const nobody: Actor = { ...ada, userId: null };
  const detail = { account: pseudonym(bob.email) };
  await recordAudit(sql(), nobody, { action: "session.refused", targetKind: "user", targetId: null, detail });
});
afterAll(() => environment.close());

describe("the audit log of administrators", () => {
  it.each([
    ["?action=server.deleted", 1],
    ["?action=server.&limit=100", 26],
    ["?outcome=refused", 2],
    ["?ip=192.0.2.2", 2],
    ["?target=srv_1&limit=100", 25],
    ["?targetKind=user", 3],
    ["?class=security", 3],
    ["?q=deleted", 1],
    ["?q=100%25_2", 1],
    ["?q=%25", 1],
    ["?q=hyperlink&limit=100", 25],
    ["?from=2000-01-01&to=2000-01-02", 0],
    ["?from=2000-01-01&limit=100", 29],
  ])("filters by %s", async (query, count) => {
    expect((await list(query)).items).toHaveLength(count);
  });

  it("finds by an e-mail address what that person did, and sign-ins that were tried with it", async () => {
    // Both may be of one millisecond, within which ids are in no order.
    const actions = (await list(`?actor=${bob.email}`)).items.map(({ action }) => action);
    expect(actions.sort()).toEqual(["server.deleted", "session.refused"]);
    expect((await list(`?q=${bob.email}`)).items).toHaveLength(3);
  });

  it("keeps addresses of people out of the rows", async () => {
    const rows = await sql().rows<{ text: string }>("SELECT row_to_json(a)::text AS text FROM audit_entry a");
    for (const { text } of rows) expect(text).not.toContain("@");
  });

  it("pages by keyset, each entry once", async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { items: Item[]; nextCursor: string | null } = await list(
        `?limit=7${cursor ? `&cursor=${cursor}` : ""}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen.length).toBe(29);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
  });

  it("refuses filters that are none", async () => {
    for (const query of ["?from=yesterday", "?cursor=1", "?limit=101", "?outcome=maybe", "?format=xlsx", "?x=1"]) {
      const answer = await callRoute(modules, { to: "GET /api/admin/audit", cookie: cookies.admin, query });
      expect(answer.status, query).toBe(422);
    }
  });

  it("exports CSV without formulas, and NDJSON, whatever the number of rows", async () => {
    const csv = await file("?format=csv&action=server.updated");
    expect(csv.headers.get("content-type")).toMatch(/^text\/csv/);
    expect(csv.headers.get("content-disposition")).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.csv"$/);
    const lines = csv.text.split("\r\n");
    expect(lines).toHaveLength(27);
    expect(lines[1]).toContain('"{""name"":""=HYPERLINK(1)""}"');
    expect(csv.text).not.toMatch(/(^|,|\n)"?[=+@\t\r-]/);
    const insert = Array.from({ length: 2_500 }, (_, n) =>
      recordAudit(sql(), bob, { action: "bulk.made", targetKind: "x", targetId: `=${n}` }),
    );
    await Promise.all(insert);
    const nd = await file("?format=ndjson&action=bulk.made");
    const ids = nd.text
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as Item).id);
    expect(new Set(ids).size).toBe(2_500);
    expect((await file("?format=csv&action=bulk.made")).text).not.toMatch(/,=/);
    expect((await list("?action=audit.exported")).items).toHaveLength(3);
  });

  it("is verified by its button", async () => {
    const answer = await callRoute(modules, { to: "POST /api/admin/audit/verify", cookie: cookies.admin });
    expect(answer.body).toMatchObject({ ok: true, firstBad: null, summary: expect.stringMatching(/is intact/) });
  });
});

describe("one's own activity", () => {
  it("is what one did and what was done to one's account, without where others were", async () => {
    const { items } = await list("?limit=100", "ada");
    expect(items).toHaveLength(26);
    expect(items[0]).toMatchObject({ action: "user.changed", ip: null, actor: { id: admin.userId, email: null } });
    expect(items[1]).toMatchObject({ action: "server.updated", ip: "192.0.2.1", actor: { id: ada.userId } });
    expect((await list(`?ip=${admin.origin.ip}`, "ada")).items).toEqual([]);
    expect((await list(`?actor=${bob.userId}`, "ada")).items).toEqual([]);
    expect((await list(`?q=${bob.email}`, "ada")).items).toEqual([]);
    const { text } = await file("?format=ndjson", "ada");
    expect(text).not.toContain(bob.userId);
    expect(text).not.toContain("198.51.100.1");
  });
});

describe("who did what, in words", () => {
  const small = { memory: 0.5, diskSpace: 1, cpu: 1, environment: {} };
  beforeAll(async () => {
    await makeNode({ portStart: 28_450, portEnd: 28_459 });
    await sql().run("UPDATE app_user SET name = $2 WHERE id = $1", [ada.userId, "Ada"]);
    await sql().run("UPDATE app_user SET name = $2 WHERE id = $1", [bob.userId, "Bob"]);
  });
  const read = ({ who, sentence }: Item) => [who.name, ...sentence.map(({ text, name }) => text ?? name)].join("|");

  it("names people and things, with links for administrators, and things that are gone by their kind", async () => {
    const { id: server } = await createServer(ada, { ...small, name: "Survival" });
    const about = { targetKind: "server", targetId: server };
    await recordAudit(sql(), ada, { action: "server.command_sent", ...about, detail: { command: "say hi" } });
    await recordAudit(sql(), ada, { action: "server.shared", ...about, detail: { userId: bob.userId } });
    const gone = { targetKind: "server", targetId: "srv_00000000000000000000000009" };
    await recordAudit(sql(), ada, { action: "server.start", ...gone });
    await recordAudit(sql(), ada, { action: "server.deleted", ...gone, detail: { name: "Old world" } });
    const [sent] = (await list("?action=server.command_sent")).items;
    expect(sent && read(sent)).toBe(`Ada|sent |say hi| to |Survival`);
    expect(sent?.who.href).toBe(`/admin/users/${ada.userId}`);
    expect(sent?.sentence.at(-1)?.href).toBe(`/servers/${server}`);
    const [shared] = (await list("?action=server.shared")).items;
    expect(shared && read(shared)).toBe(`Ada|shared |Survival| with |Bob`);
    const [started] = (await list("?action=server.start")).items;
    expect(started && read(started)).toBe(`Ada|started |a deleted server`);
    const [deleted] = (await list("?action=server.deleted&actor=".concat(ada.userId ?? ""))).items;
    expect(deleted && read(deleted)).toBe(`Ada|deleted the server |Old world`);
    const [own] = (await list("?action=server.shared", "ada")).items;
    expect(own && read(own)).toBe(`You|shared |Survival| with |Bob`);
    expect(own?.sentence.at(-1)?.href).toBeNull();
  });

  it("does not name to a person what is not theirs any more", async () => {
    const { id: server } = await createServer(bob, { ...small, name: "Private" });
    await recordAudit(sql(), ada, { action: "server.stop", targetKind: "server", targetId: server });
    const [own] = (await list("?action=server.stop", "ada")).items;
    expect(own && read(own)).toBe("You|stopped |a deleted server");
  });
});

describe("changing the encryption key by the API", () => {
  it("says what to do where the keys come from the environment", async () => {
    const answer = await callRoute(modules, { to: "POST /api/admin/encryption/rotate", cookie: cookies.admin });
    expect(answer).toMatchObject({ status: 409, code: "no_new_key" });
  });

  it("requires a confirmation first", async () => {
    await sql().run("UPDATE session SET auth_at = now() - interval '11 minutes' WHERE user_id = $1", [admin.userId]);
    const answer = await callRoute(modules, { to: "POST /api/admin/encryption/rotate", cookie: cookies.admin });
    expect(answer).toMatchObject({ status: 403, code: "step_up_required" });
    const shown = await callRoute(modules, { to: "GET /api/admin/encryption", cookie: cookies.admin });
    expect(shown.body).toMatchObject({ activeKey: "k1", source: "environment", rotation: null });
    expect(JSON.stringify(shown.body)).not.toContain(Buffer.alloc(32, 7).toString("base64"));
  });
});
