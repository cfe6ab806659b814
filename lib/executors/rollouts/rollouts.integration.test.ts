import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { sql } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import type { ExecutorView } from "../contract";
import type { TemplateView } from "../templates/contract";
import type { RolloutView } from "./contract";
import { moveRollouts } from "./rollouts";

let environment: TestEnvironment;
let cookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment();
  cookie = await signedIn(await makeUser());
});
afterAll(() => environment.close());

const ask = (to: string, body?: unknown, more: object = {}) => callRoute(routes, { to, cookie, body, ...more });
const template = async (settings: object, as = cookie) =>
  (await ask("POST /api/executor-templates", { name: "Shops", settings }, { cookie: as })).body as TemplateView;
const made = async (fields: object = {}) =>
  (await ask("POST /api/executors", { name: "Till", ...fields })).body as ExecutorView & { secret: string };
const patchTemplate = (id: string, body: object) => ask("PATCH /api/executor-templates/[id]", body, { params: { id } });
const start = (id: string, body: object) => ask("POST /api/executor-templates/[id]/rollouts", body, { params: { id } });
const rollouts = async (id: string) =>
  (await ask("GET /api/executor-templates/[id]/rollouts", undefined, { params: { id } })).body.items as RolloutView[];
const executor = async (id: string) =>
  (await ask("GET /api/executors/[id]", undefined, { params: { id } })).body as ExecutorView;

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
