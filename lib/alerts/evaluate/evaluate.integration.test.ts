import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Actor, systemActor } from "@/lib/access/actor";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { makeChannel, webhookSecret } from "@/lib/testing/notifications/make-channel";
import { ruleBody } from "../contract";
import type { AlertSubjectKind } from "../figures/contract";
import { acknowledgeAlert } from "../incidents/acknowledge-alert";
import { addNote } from "../incidents/add-note";
import { listAlerts } from "../incidents/queries";
import { resolveAlert } from "../incidents/resolve-alert";
import { silenceAlert } from "../incidents/silence-alert";
import { changeRule } from "../rules/change-rule";
import { createRule } from "../rules/create-rule";
import { removeRule } from "../rules/remove-rule";
import { createSilence } from "../silences/create-silence";
import { removeSilence } from "../silences/remove-silence";
import type { Reading } from "../sources/source";
import { Evaluation } from "./evaluate";

let environment: TestEnvironment;
let admin: Actor;
beforeAll(async () => {
  environment = await openTestEnvironment();
  admin = await makeUser("ADMIN");
});
afterAll(() => environment.close());

/** The clock of the test. */
let nowMs = 0;
let readings: Reading[] = [];
let evaluation: Evaluation;

beforeEach(async () => {
  await sql().prisma.alertRule.deleteMany();
  await sql().prisma.alertIncident.deleteMany();
  await sql().prisma.alertSilence.deleteMany();
  await sql().prisma.notification.deleteMany();
  readings = [];
  nowMs = Date.now();
  evaluation = makeEvaluation();
});

/** Another one is another worker, or the same after a restart. */
const makeEvaluation = () =>
  new Evaluation(
    (["machine", "panel"] as const).map((kind) => ({
      kind,
      everyMs: 0,
      read: async () => readings.filter(({ href }) => href === `/${kind}`),
    })),
    createLogger("test", "silent"),
  );

const reading = (subjectId: string, figures: Record<string, number>, kind: AlertSubjectKind = "machine"): Reading => ({
  subjectId,
  subject: null,
  ownerId: null,
  name: subjectId,
  href: `/${kind}`,
  figures,
  sampleAtMs: nowMs,
  isSilent: false,
});

const silence = (subjectId: string, seconds: number) => reading(subjectId, { "silence.seconds": seconds });
const makeRule = (given: object = {}) =>
  createRule(
    admin,
    ruleBody.parse({
      name: "Silent",
      subject: { kind: "machine" },
      metric: "silence.seconds",
      operator: ">",
      warning: 100,
      critical: 300,
      forSeconds: 60,
      keepForSeconds: 30,
      ...given,
    }),
  );

async function after(seconds: number, given: Reading[] = readings): Promise<void> {
  nowMs += seconds * 1000;
  readings = given;
  await evaluation.run(nowMs);
}

const ruleInput = {
  name: "Silent",
  subject: { kind: "machine" },
  metric: "silence.seconds",
  operator: ">",
  warning: 100,
  forSeconds: 60,
};

const messages = async () =>
  (await sql().prisma.notification.findMany({ where: { userId: admin.userId ?? "" }, orderBy: { id: "asc" } })).map(
    ({ title }) => title,
  );
const alerts = async () => (await listAlerts(admin, { limit: 100 })).items;

it("fires after its time, notifies once, and its end has the duration and the peak", async () => {
  await makeRule();
  await after(0, [silence("one", 150)]);
  await after(59);
  expect(await messages()).toEqual([]);
  await after(1);
  expect(await messages()).toEqual(["Warning: Time without a sample of one is 3 min (limit 100 s)"]);
  await after(10, [silence("one", 250)]);
  await after(10, [silence("one", 5)]);
  await after(30);
  const [alert] = await alerts();
  expect(alert).toMatchObject({ state: "resolved", severity: "warning", peak: 250 });
  const last = await sql().prisma.notification.findFirst({ orderBy: { id: "desc" } });
  expect(last?.title).toMatch(/^Ended: /);
  expect(last?.body).toMatch(/It lasted 110 s, peak 4 min/);
  expect(await messages()).toHaveLength(2);
});

it("keeps a pending time over a restart, and sends nothing again after one", async () => {
  await makeRule();
  await after(0, [silence("one", 150)]);
  evaluation = makeEvaluation();
  await after(60);
  expect(await messages()).toHaveLength(1);
  evaluation = makeEvaluation();
  await after(5);
  await after(5);
  expect(await messages()).toHaveLength(1);
});

it("does not evaluate twice at once: state and messages stay unique", async () => {
  await makeRule({ forSeconds: 0 });
  readings = [silence("one", 150), silence("two", 150)];
  const both = await Promise.all([makeEvaluation().run(nowMs), makeEvaluation().run(nowMs)]);
  await after(20);
  expect(both.filter(Boolean).length).toBeGreaterThanOrEqual(1);
  expect(await alerts()).toHaveLength(2);
  expect((await messages()).length).toBeLessThanOrEqual(2);
});

it("sends one message for fifty machines that fail within 15 seconds", async () => {
  await makeRule();
  const late = Array.from({ length: 50 }, (_, index) => index);
  for (let second = 0; second < 10; second += 1) {
    readings = late.map((index) => silence(`host-${index}`, index < (second + 1) * 5 ? 150 : 1));
    await after(1);
  }
  for (let second = 0; second < 75; second += 1) await after(1);
  expect(await messages()).toEqual(["Warning: 50 alerts"]);
  const row = await sql().prisma.notification.findFirst({ orderBy: { id: "desc" } });
  expect(row?.body).toContain("host-49");
});

it("holds other messages of a machine that does not answer", async () => {
  await makeRule({ critical: null, forSeconds: 0 });
  await makeRule({ name: "Clock", metric: "clock.skewSeconds", warning: 60, critical: null, forSeconds: 0 });
  await after(0, [reading("one", { "silence.seconds": 150, "clock.skewSeconds": 90 })]);
  await after(20);
  expect(await messages()).toHaveLength(1);
  expect(await alerts()).toHaveLength(2);
});

it("escalates in the same alert, also after an acknowledgement", async () => {
  await makeRule({ forSeconds: 0 });
  await after(0, [silence("one", 150)]);
  const [alert] = await alerts();
  await acknowledgeAlert(admin, alert?.id ?? "", "I look at it");
  await after(5 * 3600);
  expect(await messages()).toHaveLength(1);
  await after(1, [silence("one", 400)]);
  expect(await messages()).toHaveLength(2);
  expect(await alerts()).toMatchObject([{ state: "firing", severity: "critical", acknowledgedAt: null }]);
});

it("repeats a critical alert every half hour until it is acknowledged", async () => {
  await makeRule({ warning: null, critical: 100, forSeconds: 0 });
  await after(0, [silence("one", 150)]);
  await after(1_799);
  expect(await messages()).toHaveLength(1);
  await after(1);
  expect(await messages()).toHaveLength(2);
  await acknowledgeAlert(admin, (await alerts())[0]?.id ?? "", undefined);
  await after(4_000);
  expect(await messages()).toHaveLength(2);
});

it("is silent during a silence, and reports what fires at its end in one message", async () => {
  await makeRule({ forSeconds: 0 });
  const until = new Date(nowMs + 600_000).toISOString();
  await createSilence(admin, { name: "Work", startsAt: new Date(nowMs - 1000).toISOString(), endsAt: until });
  await after(
    0,
    ["one", "two", "three"].map((name) => silence(name, 150)),
  );
  await after(60, [silence("one", 150), silence("two", 150), silence("three", 1)]);
  await after(60);
  expect(await messages()).toEqual([]);
  await sql().prisma.alertSilence.updateMany({ data: { endsAt: new Date(Date.now() - 1) } });
  await after(500);
  expect(await messages()).toEqual(["Warning: 2 alerts"]);
});

it("ends what is open when its rule changes or is deleted, with the reason", async () => {
  const rule = await makeRule({ forSeconds: 0 });
  await after(0, [silence("one", 150)]);
  await changeRule(admin, rule.id, { warning: 200 });
  await after(1);
  expect(await alerts()).toMatchObject([{ state: "resolved", resolution: "The rule was changed." }]);
  await changeRule(admin, rule.id, { warning: 100 });
  await after(1);
  await removeRule(admin, rule.id);
  expect((await alerts())[0]).toMatchObject({
    state: "resolved",
    resolution: "The rule was deleted.",
    rule: { id: null },
  });
  const actions = await sql().prisma.auditEntry.findMany({ where: { targetId: rule.id }, select: { action: true } });
  expect(actions.map(({ action }) => action).sort()).toEqual(
    ["alert_rule.changed", "alert_rule.changed", "alert_rule.created", "alert_rule.deleted"].sort(),
  );
});

it("records who acknowledged, silenced and resolved an alert, and who planned a silence", async () => {
  await makeRule({ forSeconds: 0 });
  await after(0, [silence("one", 150)]);
  const id = (await alerts())[0]?.id ?? "";
  await silenceAlert(admin, id, 30);
  await acknowledgeAlert(admin, id, "I look at it");
  await addNote(admin, id, "The cable was out.");
  const { events } = await resolveAlert(admin, id);
  expect(events.map(({ kind }) => kind)).toEqual([
    ...["fired", "message", "silenced", "acknowledged", "note", "note", "resolved"],
  ]);
  await expect(resolveAlert(admin, id)).rejects.toMatchObject({ code: "alert_resolved" });
  const range = { startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 1000).toISOString() };
  const planned = await createSilence(admin, { name: "Work", ...range });
  await removeSilence(admin, planned.id);
  const where = { targetId: { in: [id, planned.id] } };
  const entries = await sql().prisma.auditEntry.findMany({ where, orderBy: { at: "asc" }, select: { action: true } });
  expect(entries.map(({ action }) => action)).toEqual([
    "alert.silenced",
    "alert.acknowledged",
    "alert.resolved",
    "alert_silence.created",
    "alert_silence.removed",
  ]);
});

it("ends an alert whose figure has no value any more", async () => {
  await makeRule({ subject: { kind: "panel" }, metric: "runs.p95Ms", warning: 5_000, critical: null, forSeconds: 0 });
  await after(0, [reading("panel", { "runs.p95Ms": 9_000 }, "panel")]);
  expect(await alerts()).toMatchObject([{ state: "firing" }]);
  await after(1, [reading("panel", {}, "panel")]);
  expect(await alerts()).toMatchObject([{ state: "resolved", resolution: "It has no value any more." }]);
});

it("keeps what a person does while an evaluation runs", async () => {
  await makeRule({ forSeconds: 0 });
  await after(0, [silence("one", 150)]);
  const id = (await alerts())[0]?.id ?? "";
  const slow = {
    kind: "machine" as const,
    everyMs: 0,
    read: async () => {
      await acknowledgeAlert(admin, id, undefined);
      return [silence("one", 200)];
    },
  };
  await new Evaluation([slow], createLogger("test", "silent")).run(nowMs + 1000);
  expect(await alerts()).toMatchObject([{ id, state: "acknowledged", peak: 200 }]);
  const ending = {
    ...slow,
    read: async () => {
      await resolveAlert(admin, id);
      return [silence("one", 250)];
    },
  };
  await new Evaluation([ending], createLogger("test", "silent")).run(nowMs + 2000);
  expect((await alerts()).find((alert) => alert.id === id)).toMatchObject({ state: "resolved" });
  await after(5, [silence("one", 250)]);
  expect((await alerts()).filter(({ state }) => state === "firing")).toHaveLength(1);
});

it("keeps channels of another administrator, and refuses new ones that are not one's own", async () => {
  const other = await makeUser("ADMIN");
  const data = { id: "nch_other", userId: other.userId ?? "", kind: "webhook", name: "W", settingsSealed: "" };
  await sql().prisma.ownedChannel.create({ data });
  const channels = { warning: ["nch_other"], critical: [] };
  const rule = await createRule(other, ruleBody.parse({ ...ruleInput, channels }));
  expect(await changeRule(admin, rule.id, { name: "Renamed", channels })).toMatchObject({ name: "Renamed", channels });
  const own = await makeRule();
  await expect(changeRule(admin, own.id, { channels })).rejects.toMatchObject({ status: 422 });
});

it("ends an alert whose object is gone, and fires again after an end by hand", async () => {
  await makeRule({ forSeconds: 0 });
  await after(0, [silence("one", 150)]);
  await resolveAlert(admin, (await alerts())[0]?.id ?? "");
  await after(1);
  expect(await alerts()).toHaveLength(2);
  await after(1, []);
  expect((await alerts())[0]).toMatchObject({ state: "resolved", resolution: "The object is not there any more." });
});

it("leaves alerts as they are while their figures cannot be read", async () => {
  await makeRule({ forSeconds: 0 });
  await after(0, [silence("one", 150)]);
  const broken = {
    kind: "machine" as const,
    everyMs: 0,
    read: () => Promise.reject(new Error("no database")),
  };
  await new Evaluation([broken], createLogger("test", "silent")).run(nowMs + 1000);
  expect(await alerts()).toMatchObject([{ state: "firing" }]);
});

it("rolls back state and message together", async () => {
  await makeRule({ forSeconds: 0 });
  readings = [silence("one", 150)];
  await sql().run("ALTER TABLE notification ADD CONSTRAINT planted CHECK (title = '') NOT VALID");
  await expect(evaluation.run(nowMs)).rejects.toThrow();
  await sql().run("ALTER TABLE notification DROP CONSTRAINT planted");
  expect([await alerts(), await sql().prisma.alertInstance.count()]).toEqual([[], 0]);
  await after(1);
  expect(await messages()).toHaveLength(1);
});

it("is about own objects only for a person, and about all for staff", async () => {
  const customer = await makeUser();
  const own = ruleBody.parse({
    name: "Mine",
    subject: { kind: "machine" },
    metric: "silence.seconds",
    operator: ">",
    warning: 100,
    forSeconds: 0,
  });
  await createRule(customer, own);
  await after(0, [{ ...silence("theirs", 150), ownerId: customer.userId }, silence("foreign", 150)]);
  const seen = await listAlerts(customer, { limit: 10 });
  expect(seen.items.map(({ subject }) => subject.id)).toEqual(["theirs"]);
  expect(await sql().prisma.notification.count({ where: { userId: customer.userId ?? "" } })).toBe(1);
  const panel = ruleBody.parse({ ...own, subject: { kind: "panel" }, metric: "ports.used" });
  await expect(createRule(customer, panel)).rejects.toMatchObject({ status: 403 });
  expect((await listAlerts(systemActor, { limit: 10 })).items).toHaveLength(1);
});

it("sends one message to a channel that the rule and a person's preferences both name", async () => {
  const make = (name: string) =>
    makeChannel(admin, "webhook", { url: `https://${name}.example.net`, secret: webhookSecret });
  const [both, ruleOnly] = [await make("both"), await make("rule")];
  const preference = { userId: admin.userId ?? "", kind: "alert.warning", channel: both, enabled: true };
  await sql().prisma.notificationPreference.create({ data: preference });
  await makeRule({ channels: { warning: [both, ruleOnly], critical: [] } });
  await after(0, [silence("one", 150)]);
  await after(60);
  const sent = await sql().prisma.delivery.findMany({
    where: { channelId: { not: null } },
    select: { channelId: true },
  });
  expect(sent.map(({ channelId }) => channelId).sort()).toEqual([both, ruleOnly].sort());
});
