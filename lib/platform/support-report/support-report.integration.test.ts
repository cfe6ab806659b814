import { afterAll, beforeAll, expect, it } from "vitest";
import { routes } from "@/app/api/openapi.json/generated/routes";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";
import { callRoute, signedIn } from "@/lib/testing/call-route";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";

let environment: TestEnvironment;
let cookie: string;
beforeAll(async () => {
  environment = await openTestEnvironment({ SMTP_URL: "smtp://mailer:very-secret-word@127.0.0.1:2525" });
  cookie = await signedIn(await makeUser("ADMIN"));
});
afterAll(() => environment.close());

const report = async () => {
  const { status, body } = await callRoute(routes, { to: "GET /api/admin/support-report", cookie });
  expect(status).toBe(200);
  return String(body.text);
};

it("has what a helper asks first, and no secret, name or address", async () => {
  const nodeId = await makeNode({ portStart: 27_000, portEnd: 27_001 });
  await sql().run(
    `INSERT INTO provisioning_run (id, resource_kind, resource_id, node_id, kind, state, error_code, error_detail, finished_at)
     VALUES ($1, 'game-server', $2, $3, 'start', 'failed', 'image_not_found', 'no token agt_' || repeat('A', 49) || ' for grace@example.net', now())`,
    [newId("run"), newId("server"), nodeId],
  );
  const text = await report();
  for (const title of ["Machine", "Settings", "Health", "Database", "Runs that failed", "Open alerts"]) {
    expect(text).toContain(`== ${title}`);
  }
  expect(text).toContain("image_not_found: no token agt_[removed] for [address]");
  expect(text).toContain("SMTP_URL: set");
  expect(text).toMatch(/migrations: \d+, newest \d+_/);
  const secrets = [
    "very-secret-word",
    "grace@example.net",
    "test-metrics-token",
    process.env.ENCRYPTION_KEYS ?? "none",
  ];
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(await sql().prisma.auditEntry.count({ where: { action: "support_report.read" } })).toBe(1);
});

it("is written also when a part of it cannot be read", async () => {
  await sql().run("ALTER TABLE node RENAME TO node_away");
  const text = await report();
  await sql().run("ALTER TABLE node_away RENAME TO node");
  expect(text).toMatch(/== Machines with Docker\nfailed: /);
  expect(text).toContain("== Jobs");
});
