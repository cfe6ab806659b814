import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { requireListening } from "@/lib/http/realtime/listening-rights";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { until } from "@/lib/testing/until";
import { latestReadings, valuesBetween } from "../charts/latest";
import { keepPartitionsJob } from "../jobs/keep-partitions";
import { eventsBetween } from "../machines/machine-events";
import { findSubject } from "../subjects/subjects";
import { boot, enrolAgent, names, send, sendPacked } from "../testing/test-agent";

let environment: TestEnvironment;
let owner: Actor;
let cookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment();
  owner = await makeUser();
  cookie = await signedIn(owner);
});
afterAll(() => environment.close());

const grid = (secondsAgo: number) => Math.floor(Date.now() / 10_000) * 10_000 - secondsAgo * 1000;
const rowsOf = async (id: string) =>
  sql().rows<{ at: Date; cpu_percent: number | null; memory_used: number | null }>(
    "SELECT at, cpu_percent, memory_used FROM metric_raw WHERE subject = $1 ORDER BY at",
    [await findSubject(id)],
  );

describe("samples of an agent", () => {
  it("are stored once, whatever is sent again, and make the newest values", async () => {
    const agent = await enrolAgent(cookie);
    const samples = [20, 10, 0].map((ago) => [grid(ago), 12.34, 50, 1_073_741_824]);
    const first = await send(agent, samples);
    expect(first).toMatchObject({ status: 200, body: { stored: 3, refused: 0, intervalSeconds: 10, watchSeconds: 0 } });
    await send(agent, [...samples.slice(1), [grid(-10), null, 51, null]]);
    const rows = await rowsOf(agent.id);
    expect(rows.map(({ cpu_percent }) => cpu_percent)).toEqual([12.3, 12.3, 12.3, null]);
    const latest = (await latestReadings([agent.id])).get(agent.id);
    expect(latest?.readings).toEqual({ "memory.percent": 51 });
    const range = { from: new Date(grid(300)), to: new Date(grid(-10)) };
    const values = await valuesBetween(latest?.subject ?? 0, "memory.percent", range);
    expect(values.map(({ value }) => value)).toEqual([50, 50, 50, 51]);
  });

  it("may be compressed; what is no gzip or unpacks to too much is refused", async () => {
    const agent = await enrolAgent(cookie);
    const text = JSON.stringify({
      protocol: 1,
      sentAt: Date.now(),
      bootId: agent.bootId,
      fingerprint: agent.fingerprint,
      version: "1",
      metrics: names,
      samples: [[grid(0), 1, 2, 3]],
    });
    expect((await sendPacked(agent, text)).status).toBe(200);
    expect((await sendPacked(agent, Buffer.from("not gzip"))).status).toBe(400);
    expect((await sendPacked(agent, `${" ".repeat(2_000_000)}${text}`)).status).toBe(413);
  });

  it("may be late, but neither older than is kept nor of the future", async () => {
    const agent = await enrolAgent(cookie);
    const hours = (count: number) => grid(count * 3_600);
    const sent = await send(
      agent,
      [hours(100), hours(46), hours(3), grid(0), grid(-120)].map((at) => [at, 1, 1, 1]),
    );
    expect(sent.body).toMatchObject({ stored: 3, refused: 2 });
    expect(await rowsOf(agent.id)).toHaveLength(3);
    const open = await sql().rows("SELECT 1 FROM metric_open_hour WHERE subject = $1", [await findSubject(agent.id)]);
    expect(open).toHaveLength(3);
  });

  it("are moved by the difference of the clocks, the same again at a repetition", async () => {
    const agent = await enrolAgent(cookie);
    const ahead = 300_000;
    const samples = [[grid(0) + ahead, 1, 1, 1]];
    await send(agent, samples, { sentAt: Date.now() + ahead });
    await send(agent, samples, { sentAt: Date.now() + ahead + 4_000 });
    const rows = await rowsOf(agent.id);
    expect(rows).toHaveLength(1);
    expect(Math.abs((rows[0]?.at.getTime() ?? 0) - grid(0))).toBeLessThanOrEqual(10_000);
  });

  it("are one for each ten seconds, however many are sent", async () => {
    const agent = await enrolAgent(cookie);
    const begin = grid(60);
    await send(
      agent,
      Array.from({ length: 360 }, (_, n) => [begin + n * 100, n, 1, 1]),
    );
    const times = (await rowsOf(agent.id)).map(({ at }) => at.getTime() - begin);
    expect(times).toEqual([0, 10_000, 20_000, 30_000]);
  });

  it("of a clock that is far ahead are refused, and the clock is recorded", async () => {
    const agent = await enrolAgent(cookie);
    const ahead = 20 * 60_000;
    const read = async () =>
      (await callRoute(routes, { to: "GET /api/machines/[id]", cookie, params: { id: agent.id } })).body;
    const sent = await send(agent, [[grid(0) + ahead, 1, 1, 1]], { sentAt: Date.now() + ahead });
    expect(sent.body).toMatchObject({ stored: 0, refused: 1 });
    const view = await read();
    expect(view).toMatchObject({ presence: "online", lastSampleAt: null, readings: {} });
    expect(Number(view.clockSkewMs)).toBeGreaterThan(ahead - 10_000);
    const latest = (await latestReadings([agent.id])).get(agent.id);
    expect(latest?.skewMs, "what alert rules read").toBeGreaterThan(ahead - 10_000);
    expect(latest?.receivedAt.getTime()).toBeGreaterThan(Date.now() - 10_000);
    await send(agent, [[grid(0), 1, 1, 1]]);
    expect(await read()).toMatchObject({ clockSkewMs: 0, readings: { "cpu.percent": 1 } });
  });

  it("are stored when the facts beside them have another form", async () => {
    const agent = await enrolAgent(cookie);
    const facts = { cores: 0, temperature: [] };
    const sent = await send(agent, [[grid(0), 1, 1, 1]], { facts, planet: "Mars" });
    expect(sent).toMatchObject({ status: 200, body: { stored: 1 } });
  });

  it("may name their metrics by number", async () => {
    const agent = await enrolAgent(cookie);
    await send(agent, [[grid(0), 9, 8]], { metrics: 2 });
    expect((await latestReadings([agent.id])).get(agent.id)?.readings).toEqual({ "cpu.percent": 9, "cpu.user": 8 });
  });

  it("ignore metrics that the panel does not know", async () => {
    const agent = await enrolAgent(cookie);
    await send(agent, [[grid(0), 9, 7]], { metrics: ["cpu.future", "cpu.percent"] });
    expect((await rowsOf(agent.id))[0]?.cpu_percent).toBe(7);
  });
});

describe("the figures of a machine", () => {
  const metricsOf = (id: string, query: string) =>
    callRoute(routes, { to: "GET /api/machines/[id]/metrics", cookie, params: { id }, query });

  it("are points with gaps and events, and are published while somebody looks", async () => {
    const agent = await enrolAgent(cookie);
    await send(agent, [
      [grid(60), 10, 1, 1],
      [grid(30), 30, 1, 1],
    ]);
    const { body } = await metricsOf(agent.id, "?range=1h&watch=true&metrics=cpu.percent");
    const cpu = (body.series as Record<string, { average: (number | null)[] }>)["cpu.percent"];
    expect(body).toMatchObject({ stepSeconds: 10, events: [{ kind: "registered" }, { kind: "start" }] });
    expect(Object.keys(body.series as object)).toEqual(["cpu.percent"]);
    expect(cpu?.average.filter((value) => value !== null)).toEqual([10, 30]);
    expect(cpu?.average).toHaveLength((body.times as number[]).length);
    expect((await send(agent, [])).body.watchSeconds).toBeGreaterThan(50);
  });

  it("are a file, as shown or with every sample", async () => {
    const agent = await enrolAgent(cookie);
    await send(agent, [
      [grid(20), 10, 1, 1_048_576],
      [grid(10), null, 2, null],
    ]);
    const shown = await metricsOf(agent.id, "?range=1h&format=csv&metrics=cpu.percent");
    expect(shown.headers.get("content-disposition")).toMatch(/attachment; filename="shop-.*\.csv"/);
    expect(String(shown.body.text)).toContain("time,cpu.percent average (percent),cpu.percent lowest (percent)");
    const full = await metricsOf(agent.id, "?range=1h&format=csv&resolution=full&metrics=cpu.percent,memory.used");
    const lines = String(full.body.text).trim().split("\r\n");
    expect(lines).toEqual([
      "time,cpu.percent (percent),memory.used (bytes)",
      `${new Date(grid(20)).toISOString()},10,1048576`,
      `${new Date(grid(10)).toISOString()},,`,
    ]);
  });

  it.each(["?range=2h", "?from=2026-01-01T00:00:00Z", "?range=1h&metrics=;", "?range=1h&format=xml"])(
    "refuse %s",
    async (query) => {
      const agent = await enrolAgent(cookie);
      expect((await metricsOf(agent.id, query)).status).toBe(422);
    },
  );
});

describe("the audit log", () => {
  const audited = async (targetId: string) =>
    (
      await sql().rows<{ action: string }>("SELECT action FROM audit_entry WHERE target_id = $1 ORDER BY id", [
        targetId,
      ])
    ).map(({ action }) => action);

  it("has what was done to a machine, and refused agents", async () => {
    const agent = await enrolAgent(cookie);
    const params = { id: agent.id };
    const change = (to: string, body: object = {}) => callRoute(routes, { to, cookie, params, body });
    await change("PATCH /api/machines/[id]", { name: "Renamed" });
    await change("POST /api/machines/[id]/rotate-token");
    await callRoute(routes, { to: "GET /api/machines/[id]/metrics", cookie, params, query: "?format=csv" });
    await change("POST /api/machines/[id]/revoke");
    await change("DELETE /api/machines/[id]");
    expect(await audited(agent.id)).toEqual([
      "machine.registered",
      "machine.renamed",
      "machine.token_rotated",
      "machine.metrics_exported",
      "machine.revoked",
      "machine.removed",
    ]);
    const enrolment = await callRoute(routes, { to: "POST /api/machines/enrolments", cookie, body: {} });
    expect(await audited(String(enrolment.body.id))).toEqual(["machine.enrolment_created"]);
    await send(agent, []);
    const isRecorded = async () => {
      const text = "SELECT detail->>'code' AS code FROM audit_entry WHERE action = 'request.refused'";
      return (await sql().rows<{ code: string }>(text)).some(({ code }) => code === "agent_token_invalid");
    };
    await until("the refusal in the log", isRecorded);
  });
});

describe("the channel of a machine", () => {
  it("is open to its owner and to staff", async () => {
    const agent = await enrolAgent(cookie);
    const channel = `private-machine-${agent.id}`;
    await expect(requireListening(owner, channel)).resolves.toBeUndefined();
    await expect(requireListening(await makeUser("MANAGER"), channel)).resolves.toBeUndefined();
    await expect(requireListening(await makeUser(), channel)).rejects.toMatchObject({ code: "not_found" });
    await expect(requireListening(await makeUser("GUEST"), channel)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("an agent", () => {
  it("registers once with a token", async () => {
    const enrolment = await callRoute(routes, { to: "POST /api/machines/enrolments", cookie, body: { name: "Till" } });
    expect(enrolment.body.command).toContain(`/agent/install.sh | sudo sh -s -- ${enrolment.body.token}`);
    const body = { enrolmentToken: enrolment.body.token, hostname: "h", os: "Linux", version: "1" };
    const both = await Promise.all([1, 2].map(() => callRoute(routes, { to: "POST /api/agent/register", body })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 404]);
    const list = await callRoute(routes, { to: "GET /api/machines", cookie, query: "?q=Till" });
    expect(list.body.items).toMatchObject([{ name: "Till", presence: "waiting", isLocal: false }]);
  });

  it("is on a page of the list, in the order of its figures", async () => {
    const person = await signedIn(await makeUser());
    const agents = [await enrolAgent(person), await enrolAgent(person), await enrolAgent(person)];
    for (const [index, agent] of agents.entries()) await send(agent, [[grid(0), index * 10, 1, 1]]);
    const page = async (more: string) => {
      const { body } = await callRoute(routes, {
        to: "GET /api/machines",
        cookie: person,
        query: `?sort=cpu&limit=2${more}`,
      });
      return body as { items: { id: string }[]; nextCursor: string | null };
    };
    const first = await page("");
    expect(first.items.map(({ id }) => id)).toEqual([agents[2]?.id, agents[1]?.id]);
    const second = await page(`&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ items: [{ id: agents[0]?.id }], nextCursor: null });
  });

  it("is refused after a revocation, and with its old token when the overlap is over", async () => {
    const agent = await enrolAgent(cookie);
    const params = { id: agent.id };
    const rotate = (overlapMinutes: number) =>
      callRoute(routes, { to: "POST /api/machines/[id]/rotate-token", cookie, params, body: { overlapMinutes } });
    const second = { ...agent, token: String((await rotate(5)).body.token) };
    expect((await send(agent, [])).status).toBe(200);
    expect((await send(second, [])).status).toBe(200);
    const third = { ...agent, token: String((await rotate(0)).body.token) };
    expect((await send(second, [])).code).toBe("agent_token_invalid");
    expect((await send(third, [])).status).toBe(200);
    await callRoute(routes, { to: "POST /api/machines/[id]/revoke", cookie, params });
    expect((await send(third, [])).status).toBe(401);
    expect(await rotate(0)).toMatchObject({ status: 409, code: "machine_revoked" });
  });

  it("is asked to wait while its owner's account is disabled", async () => {
    const person = await makeUser();
    const agent = await enrolAgent(await signedIn(person));
    const setDisabled = (disabledAt: Date | null) =>
      sql().run("UPDATE app_user SET disabled_at = $2 WHERE id = $1", [person.userId, disabledAt]);
    await setDisabled(new Date());
    const refused = await send(agent, []);
    expect(refused).toMatchObject({ status: 403, code: "agent_owner_disabled" });
    expect(refused.headers.get("retry-after")).toBe("300");
    await setDisabled(null);
    expect((await send(agent, [])).status).toBe(200);
  });

  it("is the same machine after the upgrade from the version whose fingerprint had a name in it", async () => {
    const agent = await enrolAgent(cookie, { version: "1.0.0" });
    await send(agent, [], { version: "1.0.0" });
    const restarted = { ...agent, bootId: boot(), fingerprint: boot() };
    expect((await send(restarted, [], { version: "1.0.0" })).code).toBe("agent_copied");
    expect((await send(restarted, [], { version: "1.1.0" })).status).toBe(200);
    const copy = { ...restarted, bootId: boot(), fingerprint: boot() };
    expect((await send(copy, [], { version: "1.1.0" })).code).toBe("agent_copied");
  });

  it("is one start at a time: an older start and another machine are copies", async () => {
    const agent = await enrolAgent(cookie);
    expect((await send(agent, [])).status).toBe(200);
    const restarted = { ...agent, bootId: boot() };
    expect((await send(restarted, [])).status).toBe(200);
    expect((await send(agent, [])).code).toBe("agent_copied");
    expect((await send({ ...restarted, fingerprint: boot() }, [])).code).toBe("agent_copied");
    expect((await send(restarted, [])).status).toBe(200);
    const { body } = await callRoute(routes, { to: "GET /api/machines/[id]", cookie, params: { id: agent.id } });
    expect(body.copySeenAt).not.toBeNull();
  });

  const age = async (id: string) => {
    const subject = await findSubject(id);
    const before = "now() - interval '6 minutes'";
    await sql().run(`UPDATE metric_latest SET received_at = ${before} WHERE subject = $1`, [subject]);
    await sql().run(`UPDATE machine SET created_at = ${before} WHERE id = $1`, [id]);
  };

  it("keeps its machine when it is enrolled again, also with another name", async () => {
    const fingerprint = boot();
    const first = await enrolAgent(cookie, { fingerprint, hostname: "again" });
    await send({ ...first, fingerprint }, [[grid(0), 1, 1, 1]]);
    await age(first.id);
    const second = await enrolAgent(cookie, { fingerprint, hostname: "renamed" });
    expect(second.id).toBe(first.id);
    expect((await send({ ...first, fingerprint }, [])).status).toBe(401);
    expect((await send({ ...second, fingerprint }, [])).status).toBe(200);
    await callRoute(routes, { to: "POST /api/machines/[id]/revoke", cookie, params: { id: first.id } });
    expect((await enrolAgent(cookie, { fingerprint })).id, "after a revocation at once").toBe(first.id);
  });

  it("is a machine of its own when it is a clone of one that still calls", async () => {
    const fingerprint = boot();
    const original = await enrolAgent(cookie, { fingerprint, hostname: "cloned" });
    expect((await enrolAgent(cookie, { fingerprint, hostname: "cloned" })).id, "registered").not.toBe(original.id);
    await age(original.id);
    await send({ ...original, fingerprint }, []);
    expect((await enrolAgent(cookie, { fingerprint, hostname: "cloned" })).id, "called").not.toBe(original.id);
    expect((await send({ ...original, fingerprint }, [])).status).toBe(200);
  });

  it("has one line for a start that is repeated", async () => {
    const agent = await enrolAgent(cookie);
    for (let n = 0; n < 3; n++) await send({ ...agent, bootId: boot() }, []);
    const kinds = async () =>
      (await eventsBetween(agent.id, { fromMs: 0, toMs: Date.now() + 1_000 })).map(({ kind }) => kind);
    expect(await kinds()).toEqual(["registered", "start"]);
    await sql().run("UPDATE machine_event SET at = now() - interval '401 days' WHERE kind = 'start'");
    await keepPartitionsJob.run({ signal: new AbortController().signal } as never);
    expect(await kinds()).toEqual(["registered"]);
  });

  it("is gone with its machine", async () => {
    const agent = await enrolAgent(cookie);
    await send(agent, [[grid(0), 1, 1, 1]]);
    const params = { id: agent.id };
    expect((await callRoute(routes, { to: "DELETE /api/machines/[id]", cookie, params })).status).toBe(204);
    expect((await send(agent, [])).status).toBe(401);
    expect((await callRoute(routes, { to: "GET /api/machines/[id]", cookie, params })).status).toBe(404);
  });
});
