import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import type { Actor } from "@/lib/access/actor";
import { sql, transaction } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import type { ExecutorView } from "../contract";
import type { TemplateView } from "./contract";
import { listTemplateChoices } from "./template-settings";
import { findTemplate } from "./templates";

let environment: TestEnvironment;
let owner: Actor;
let staff: Actor;
let cookie: string;
let staffCookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment();
  [owner, staff] = [await makeUser(), await makeUser("MANAGER")];
  [cookie, staffCookie] = [await signedIn(owner), await signedIn(staff)];
});
afterAll(() => environment.close());

const ask = (to: string, body?: unknown, more: object = {}) => callRoute(routes, { to, cookie, body, ...more });
const template = async (settings: object, as = cookie) =>
  (await ask("POST /api/executor-templates", { name: "Shops", settings }, { cookie: as })).body as TemplateView;
const made = async (fields: object = {}) =>
  (await ask("POST /api/executors", { name: "Till", ...fields })).body as ExecutorView & { secret: string };
const patch = (id: string, body: object, as = cookie) =>
  ask("PATCH /api/executors/[id]", body, { params: { id }, cookie: as });
const patchTemplate = (id: string, body: object) => ask("PATCH /api/executor-templates/[id]", body, { params: { id } });
const remove = (id: string) => ask("DELETE /api/executor-templates/[id]", undefined, { params: { id } });
const executor = async (id: string) =>
  (await ask("GET /api/executors/[id]", undefined, { params: { id } })).body as ExecutorView;

describe("a template that an executor follows", () => {
  it("is its owner's or staff's: nobody steers another customer's executors", async () => {
    const other = await makeUser();
    const foreign = await template({ zmqPort: 1 }, await signedIn(other));
    const [own, shared] = [await template({ zmqPort: 2 }), await template({ zmqPort: 3 }, staffCookie)];
    const one = await made();
    const refused = { status: 422, body: { errors: [{ path: "templateId" }] } };
    expect(await patch(one.id, { templateId: foreign.id }, staffCookie)).toMatchObject(refused);
    expect(await patch(one.id, { templateId: foreign.id, dryRun: true }, staffCookie)).toMatchObject(refused);
    const action = { kind: "template", templateId: foreign.id };
    const bulk = await ask("POST /api/executors/bulk", { ids: [one.id], action }, { cookie: staffCookie });
    const message = expect.stringContaining("belongs to somebody else");
    expect(bulk.body).toMatchObject({ affected: 0, results: [{ ok: false, message }] });
    const fields = { name: "Mine", templateId: foreign.id };
    expect(await ask("POST /api/executors", fields, { cookie: staffCookie })).toMatchObject(refused);
    expect(await ask("POST /api/executors/enrolments", fields, { cookie: staffCookie })).toMatchObject(refused);
    const batch = { csv: `name,template\nA,${foreign.id}\n` };
    expect((await ask("POST /api/executors/batch", batch, { cookie: staffCookie })).status).toBe(422);
    expect((await executor(one.id)).templateId).toBeNull();
    for (const { id } of [own, shared])
      expect(await patch(one.id, { templateId: id }, staffCookie)).toMatchObject({ status: 200 });
    expect(await patch((await made()).id, { templateId: shared.id })).toMatchObject(refused);

    const choices = await listTemplateChoices(staff, owner.userId);
    expect(choices).toContainEqual({ id: own.id, name: "Shops (Test)" });
    expect(choices).toContainEqual({ id: shared.id, name: "Shops" });
    expect(choices.map(({ id }) => id)).not.toContain(foreign.id);
    expect((await listTemplateChoices(owner, owner.userId)).map(({ id }) => id)).not.toContain(shared.id);
  });

  it("is found for the page that shows it, however many there are", async () => {
    const { id } = await template({});
    expect(await findTemplate(owner, id)).toMatchObject({ id, ownerName: "Test" });
    expect(await findTemplate(await makeUser(), id)).toBeNull();
    expect(await findTemplate(owner, null)).toBeNull();
  });

  it("is there for those who come while its version changes", async () => {
    const { id } = await template({ zmqPort: 1 });
    let waiting: Promise<unknown>[] = [];
    await transaction(async (tx) => {
      await tx.run("SELECT 1 FROM executor_template WHERE id = $1 FOR UPDATE", [id]);
      waiting = [
        ask("POST /api/executors", { name: "New", templateId: id }),
        patchTemplate(id, { settings: { zmqPort: 3 } }),
      ];
      await waitForLocks(2);
      await tx.run(
        "INSERT INTO executor_template_version (template_id, version, settings) VALUES ($1, 2, '{\"zmqPort\": 2}')",
        [id],
      );
      await tx.run("UPDATE executor_template SET version = 2, live_version = 2 WHERE id = $1", [id]);
    });
    expect(await Promise.all(waiting)).toMatchObject([
      { status: 201, body: { templateVersion: 2, config: { zmqPort: 2 } } },
      { status: 200, body: { version: 3 } },
    ]);
  });

  it("may go when only revoked executors followed it", async () => {
    const { id } = await template({});
    const one = await made({ templateId: id });
    expect(await remove(id)).toMatchObject({ status: 409, code: "template_in_use" });
    await ask("DELETE /api/executors/[id]", undefined, { params: { id: one.id } });
    expect((await ask("GET /api/executor-templates/[id]", undefined, { params: { id } })).body.executors).toBe(0);
    expect(await remove(id)).toMatchObject({ status: 204 });
  });

  it("does not come back once deleted, and takes its enrolment links with it", async () => {
    const { id } = await template({ zmqPort: 6000 });
    const one = await made({ templateId: id });
    const link = (await ask("POST /api/executors/enrolments", { name: "Shop", templateId: id })).body;
    await patch(one.id, { templateId: null });
    expect(await remove(id)).toMatchObject({ status: 204 });
    const restored = await ask("POST /api/executors/[id]/restore", { version: 1 }, { params: { id: one.id } });
    expect(restored).toMatchObject({ status: 409, code: "template_gone" });
    expect(await executor(one.id)).toMatchObject({ configVersion: 2, config: { zmqPort: 5555 } });
    const links = (await ask("GET /api/executors/enrolments")).body.items as { id: string; expiresAt: string }[];
    expect(Date.parse(links.find((item) => item.id === link.id)?.expiresAt ?? "")).toBeLessThanOrEqual(Date.now());
    const enrolled = await callRoute(routes, { to: "POST /api/executor/enroll", body: { token: link.token } });
    expect(enrolled).toMatchObject({ status: 404, code: "enrolment_token_invalid" });
  });
});

describe("a template that was changed meanwhile", () => {
  it("is not changed from an older version, and nothing is saved", async () => {
    const { id } = await template({ zmqPort: 1 });
    expect(await patchTemplate(id, { settings: { zmqPort: 2 }, ifVersion: 1 })).toMatchObject({ status: 200 });
    const late = await patchTemplate(id, { settings: { features: { fast: true } }, ifVersion: 1 });
    expect(late).toMatchObject({ status: 409, code: "changed_meanwhile" });
    const now = (await ask("GET /api/executor-templates/[id]", undefined, { params: { id } })).body;
    expect(now).toMatchObject({ version: 2, settings: { zmqPort: 2 } });
    expect(await patchTemplate(id, { settings: {} })).toMatchObject({ status: 200, body: { version: 3 } });
    expect(await patchTemplate(id, { ifVersion: 3 })).toMatchObject({ status: 422 });
  });
});

/** Until so many statements wait for a lock on a row. */
async function waitForLocks(count: number): Promise<void> {
  for (let n = 0; n < 200; n++) {
    const row = await sql().row<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%executor_template%'",
    );
    if ((row?.n ?? 0) >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("nobody waits");
}
