import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/routes";
import type { Actor } from "@/lib/access/actor";
import { sql, transaction } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import type { BatchView, ExecutorView, RolloutView, TemplateView } from "./contract";
import { moveRollouts } from "./rollouts";
import { listTemplateChoices } from "./template-settings";
import { findTemplate } from "./templates";

/** What a review found, each as the person would meet it. */
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
const start = (id: string, body: object) => ask("POST /api/executor-templates/[id]/rollouts", body, { params: { id } });
const rollouts = async (id: string) =>
  (await ask("GET /api/executor-templates/[id]/rollouts", undefined, { params: { id } })).body.items as RolloutView[];
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

describe("a roll-out", () => {
  it("brings the version to those, too, that joined while its last share was watched", async () => {
    const { id } = await template({ zmqPort: 1 });
    await made({ templateId: id });
    await patchTemplate(id, { settings: { zmqPort: 2 } });
    await start(id, { stages: [100], soakSeconds: 0 });
    await moveRollouts();
    const late = await made({ templateId: id });
    expect(late).toMatchObject({ templateVersion: 1 });
    await moveRollouts();
    expect(await rollouts(id)).toMatchObject([{ state: "done", members: 2, given: 2 }]);
    expect(await executor(late.id)).toMatchObject({ templateVersion: 2, config: { zmqPort: 2 }, configVersion: 2 });
  });

  it("is not halted by what was away long before; silence since it began counts", async () => {
    const { id } = await template({ zmqPort: 1 });
    const one = await made({ templateId: id, overrides: { zmqPort: 9 } });
    const seen = (ago: string) =>
      sql().run(
        "UPDATE executor SET applied_version = config_version, last_seen_at = now() - $2::interval WHERE id = $1",
        [one.id, ago],
      );
    await seen("1 day");
    await patchTemplate(id, { settings: { zmqPort: 2 } });
    await start(id, { stages: [100], soakSeconds: 0 });
    for (let n = 0; n < 2; n++) await moveRollouts();
    expect(await rollouts(id)).toMatchObject([{ state: "done", given: 1 }]);

    await patchTemplate(id, { settings: { zmqPort: 3 } });
    await start(id, { stages: [100], soakSeconds: 600 });
    await moveRollouts();
    await sql().run(
      "UPDATE executor_rollout SET created_at = now() - interval '5 minutes' WHERE template_id = $1 AND state = 'running'",
      [id],
    );
    await seen("3 minutes");
    await moveRollouts();
    expect((await rollouts(id))[0]).toMatchObject({ state: "halted", reason: expect.stringContaining("1 of the") });
  });

  it("is halted by what became unwell with the version, and not by what was unwell before", async () => {
    const { id } = await template({ zmqPort: 1 });
    const ids = [(await made({ templateId: id })).id, (await made({ templateId: id })).id];
    const report = (executorId: string | undefined, status: string) =>
      sql().run(
        "UPDATE executor SET status = $2, applied_version = config_version, last_seen_at = now() WHERE id = $1",
        [executorId, status],
      );
    await report(ids[0], "degraded");
    await report(ids[1], "ok");
    await patchTemplate(id, { settings: { zmqPort: 2 } });
    await start(id, { stages: [100], soakSeconds: 600, maxFailures: 0 });
    await moveRollouts();
    await report(ids[0], "error");
    await report(ids[1], "ok");
    await moveRollouts();
    expect((await rollouts(id))[0]).toMatchObject({ state: "running", applied: 2 });
    await report(ids[1], "degraded");
    await moveRollouts();
    expect((await rollouts(id))[0]).toMatchObject({ state: "halted", reason: expect.stringContaining("1 of the") });
  });

  it("keeps what is known of the first share when the next one begins", async () => {
    const { id } = await template({ zmqPort: 1 });
    for (let n = 0; n < 4; n++) await made({ templateId: id });
    const all =
      "UPDATE executor SET status = $2, applied_version = config_version, last_seen_at = now() WHERE template_id = $1";
    await sql().run(all, [id, "degraded"]);
    await patchTemplate(id, { settings: { zmqPort: 2 } });
    await start(id, { stages: [50, 100], soakSeconds: 0, maxFailures: 0 });
    await moveRollouts();
    await sql().run(`${all} AND template_version = 2`, [id, "degraded"]);
    await moveRollouts();
    // Those of the second share are well before they get the version, and unwell with it.
    await sql().run(`${all} AND template_version = 1`, [id, "ok"]);
    await moveRollouts();
    await sql().run(all, [id, "degraded"]);
    await moveRollouts();
    expect((await rollouts(id))[0]).toMatchObject({ state: "halted", reason: expect.stringContaining("2 of the") });
  });
});

describe("a small batch", () => {
  it("keeps its secrets for the download when it is asked to, also when its answer is lost", async () => {
    const body = { csv: "name\nA\nB\n", keepSecrets: true };
    const more = { headers: { "idempotency-key": "batch-once" } };
    const first = (await ask("POST /api/executors/batch", body, more)).body as BatchView;
    const again = (await ask("POST /api/executors/batch", body, more)).body as BatchView;
    expect(again).toEqual(first);
    expect(first).toMatchObject({ state: "done", made: 2, downloadedAt: null });
    expect(first.csv).toBeUndefined();
    const sealed = "SELECT csv_sealed IS NOT NULL AS kept FROM executor_batch WHERE id = $1";
    expect(await sql().row(sealed, [first.id])).toEqual({ kept: true });
    const plain = (await ask("POST /api/executors/batch", { csv: "name\nA\n" })).body as BatchView;
    expect(plain.csv).toContain("name,key,secret");
  });
});

describe("a change made from what is no longer there", () => {
  it("of a template is refused, and nothing of it is saved", async () => {
    const { id } = await template({ zmqPort: 1 });
    expect(await patchTemplate(id, { settings: { zmqPort: 2 }, ifVersion: 1 })).toMatchObject({ status: 200 });
    const late = await patchTemplate(id, { settings: { features: { fast: true } }, ifVersion: 1 });
    expect(late).toMatchObject({ status: 409, code: "changed_meanwhile" });
    const now = (await ask("GET /api/executor-templates/[id]", undefined, { params: { id } })).body;
    expect(now).toMatchObject({ version: 2, settings: { zmqPort: 2 } });
    expect(await patchTemplate(id, { settings: {} })).toMatchObject({ status: 200, body: { version: 3 } });
    expect(await patchTemplate(id, { ifVersion: 3 })).toMatchObject({ status: 422 });
  });

  it("of an executor's own settings is refused, when it is looked at already", async () => {
    const { id } = await made();
    expect(await patch(id, { overrides: { zmqPort: 2 }, ifVersion: 1 })).toMatchObject({ status: 200 });
    const late = { overrides: { zmqPort: 3 }, ifVersion: 1 };
    for (const dryRun of [true, false]) {
      expect(await patch(id, { ...late, dryRun })).toMatchObject({ status: 409, code: "changed_meanwhile" });
    }
    expect(await executor(id)).toMatchObject({ configVersion: 2, overrides: { zmqPort: 2 } });
    expect(await patch(id, { ifVersion: 2 })).toMatchObject({ status: 422 });
  });
});

describe("the list", () => {
  it("shows as drifted what the figures count", async () => {
    const person = await makeUser();
    const as = { cookie: await signedIn(person) };
    const ids: string[] = [];
    for (const name of ["A", "B"]) ids.push(String((await ask("POST /api/executors", { name }, as)).body.id));
    await sql().run(
      "UPDATE executor SET applied_version = 1, config_version = 2, version = '1.0' WHERE owner_id = $1",
      [person.userId],
    );
    await ask("DELETE /api/executors/[id]", undefined, { params: { id: ids[0] }, ...as });
    for (const query of ["?drifted=true", "?version=1.0"]) {
      const { items } = (await ask("GET /api/executors", undefined, { query, ...as })).body as {
        items: ExecutorView[];
      };
      expect(items.map(({ id }) => id)).toEqual([ids[1]]);
    }
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
