import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { sql } from "@/lib/db/transaction";
import { recordHealth } from "@/lib/health/health-recorder";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { overallState } from "./public/read-public-status";

let environment: TestEnvironment;
let cookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment();
  cookie = await signedIn(await makeUser("ADMIN"));
});
afterAll(() => environment.close());

const admin = (to: string, body?: Record<string, unknown>, id?: string) =>
  callRoute(routes, { to, cookie, ...(body ? { body } : {}), ...(id ? { params: { id } } : {}) });
const visitor = (to: string, body?: Record<string, unknown>) => callRoute(routes, { to, ...(body ? { body } : {}) });
const mails = async (template: string) => {
  const rows = await sql().prisma.delivery.findMany({ where: { template }, orderBy: { id: "asc" } });
  return rows.map(({ id, recipient, dataSealed }) => ({
    recipient,
    data: JSON.parse(fieldCipher().decrypt(dataSealed ?? "", "mail_message:data_sealed", id)) as Record<string, string>,
  }));
};
const tokenOf = (link = "") => link.split("#")[1] ?? "";

it("is not there until it is switched on, and shows the chosen components then", async () => {
  expect((await visitor("GET /api/status")).status).toBe(404);
  expect((await visitor("POST /api/status/subscribers", { email: "a@example.net" })).status).toBe(404);
  await recordHealth(new Date());
  const components = [{ check: "database", label: "Storage" }];
  const unknown = [{ check: "weather", label: "Weather" }];
  expect((await admin("PATCH /api/admin/status-page", { components: unknown })).status).toBe(422);
  const changed = await admin("PATCH /api/admin/status-page", { enabled: true, title: "Our status", components });
  expect(changed.body).toMatchObject({ enabled: true, title: "Our status", components });
  const { status, body } = await visitor("GET /api/status");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    title: "Our status",
    state: "operational",
    components: [{ label: "Storage", state: "ok", availability: 100 }],
    incidents: [],
  });
  // No name, address or error of the inside.
  expect(JSON.stringify(body)).not.toMatch(/postgres|127\.0\.0\.1|database/);
});

it("sends updates to confirmed addresses only, until they are removed", async () => {
  const email = "Reader@Example.net";
  for (let time = 0; time < 2; time += 1) {
    expect((await visitor("POST /api/status/subscribers", { email })).status).toBe(202);
  }
  const asked = await mails("status-confirm");
  expect(asked.map(({ recipient }) => recipient)).toEqual(["reader@example.net"]);
  const incident = { title: "Slow", impact: "minor", text: "We look at it." };
  await admin("POST /api/admin/status-page/incidents", incident);
  expect(await mails("status-update")).toEqual([]);

  const token = tokenOf(asked[0]?.data.link);
  expect((await visitor("POST /api/status/subscribers/confirm", { token: "0".repeat(64) })).status).toBe(404);
  expect((await visitor("POST /api/status/subscribers/confirm", { token })).status).toBe(204);
  expect((await visitor("POST /api/status/subscribers/confirm", { token })).status).toBe(204);
  expect((await visitor("POST /api/status/subscribers", { email })).status).toBe(202);
  expect(await mails("status-confirm")).toHaveLength(1);

  const made = await admin("POST /api/admin/status-page/incidents", { ...incident, title: "Down", impact: "major" });
  const id = String(made.body.id);
  const sent = await mails("status-update");
  expect(sent).toMatchObject([{ recipient: "reader@example.net", data: { title: "Down", state: "investigating" } }]);
  expect((await visitor("GET /api/status")).body).toMatchObject({ state: "outage" });

  const stop = tokenOf(sent[0]?.data.stop);
  for (let time = 0; time < 2; time += 1) {
    expect((await visitor("POST /api/status/subscribers/remove", { token: stop })).status).toBe(204);
  }
  const path = "POST /api/admin/status-page/incidents/[id]/updates";
  const ended = await admin(path, { state: "resolved", text: "It works again." }, id);
  expect(ended.body).toMatchObject({ state: "resolved", resolvedAt: expect.any(String) });
  expect(await mails("status-update")).toHaveLength(1);
  const again = await admin(path, { state: "monitoring", text: "Once more." }, id);
  expect(again).toMatchObject({ status: 409, code: "status_incident_resolved" });
  const actions = await sql().prisma.auditEntry.findMany({ where: { targetKind: { startsWith: "status_" } } });
  expect(new Set(actions.map(({ action }) => action))).toEqual(
    new Set(["status_page.changed", "status_incident.reported", "status_incident.updated"]),
  );
});

it("says the worst first", () => {
  const open = (impact: "minor" | "major" | "maintenance") => ({ impact, resolvedAt: null });
  expect(overallState([{ state: "ok" }, { state: "off" }], [])).toBe("operational");
  expect(overallState([{ state: "ok" }], [open("maintenance")])).toBe("maintenance");
  expect(overallState([{ state: "ok" }], [open("maintenance"), open("minor")])).toBe("degraded");
  expect(overallState([{ state: "degraded" }], [])).toBe("degraded");
  expect(overallState([{ state: "failed" }], [open("minor")])).toBe("outage");
  expect(overallState([{ state: "ok" }], [{ impact: "major", resolvedAt: "2026-01-01" }])).toBe("operational");
});
