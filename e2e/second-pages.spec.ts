import { expect, type Page, test } from "@playwright/test";
import { statement } from "./panel-database";
import { administrator, call, newPerson, signIn } from "./people";

// Every list page with more rows than one page holds: the second page is rendered, shows other rows, and nothing fails.
const rows = 45;
let page: Page;
let faults: string[];

test.describe.configure({ mode: "serial" });
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  faults = [];
  page.on("response", (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.status()} ${answer.url()}`);
  });
  await signIn(page, administrator);
});
test.afterAll(async () => {
  await statement(
    "DELETE FROM provisioning_run WHERE resource_id IN (SELECT id FROM workload WHERE name LIKE 'Second page %')",
  );
  await statement("DELETE FROM workload WHERE name LIKE 'Second page %'");
  await statement("DELETE FROM app_user WHERE name LIKE 'Second page %'");
  await page.close();
});

/** Opens the list, follows "Older …" and compares the texts of both pages' main part. */
async function hasSecondPage(path: string, on: Page = page): Promise<void> {
  await on.goto(path);
  const older = on.getByRole("main").getByRole("link", { name: /^Older / });
  await expect(older, path).toBeVisible();
  const first = await on.getByRole("main").textContent();
  await older.click();
  await on.waitForURL(/cursor=/);
  await expect(on.getByRole("heading", { level: 1 }), path).toBeVisible();
  await expect.poll(() => on.getByRole("main").textContent(), { message: path }).not.toBe(first);
  await on.reload();
  await expect(on.getByRole("heading", { level: 1 }), path).toBeVisible();
  expect(faults).toEqual([]);
}

test("mails and the audit log, of one person and of all", async () => {
  for (let n = 0; n < rows; n++) expect((await call(page, "POST", "/api/admin/mail")).ok()).toBe(true);
  for (const path of ["/admin/outbox", "/admin/audit", "/account/activity"]) await hasSecondPage(path);
});

test("accounts", async () => {
  await statement(
    `INSERT INTO app_user (id, email, name, password_hash)
     SELECT 'usr_' || lpad(n::text, 26, '0'), 'second-page-' || n || '@example.net', 'Second page ' || n, 'none'
     FROM generate_series(1, $1::int) n`,
    [rows],
  );
  await hasSecondPage("/admin/users");
});

test("servers and runs, of one person and of all", async ({ browser }) => {
  const owner = await newPerson(browser, "Owner");
  await statement(
    `WITH w AS (
       INSERT INTO workload (id, kind, owner_id, name, status, region_id, memory_mb, disk_mb, cpu_milli, holds_capacity)
       SELECT 'srv_' || lpad(n::text, 26, '0'), 'game-server', u.id, 'Second page ' || n, 'failed', r.id, 512, 1024, 500, false
       FROM generate_series(1, $1::int) n, app_user u, (SELECT id FROM region LIMIT 1) r WHERE u.email = $2 RETURNING id)
     INSERT INTO server (id, template_id, rcon_port) SELECT w.id, t.id, 25575 FROM w, (SELECT id FROM template LIMIT 1) t`,
    [rows, owner.person.email],
  );
  await statement(
    `INSERT INTO provisioning_run (id, resource_kind, resource_id, node_id, kind, state, finished_at)
     SELECT 'run_' || right(s.id, 26), s.kind, s.id, n.id, 'create', 'failed', now() FROM workload s, (SELECT id FROM node LIMIT 1) n
     WHERE s.name LIKE 'Second page %'`,
  );
  await hasSecondPage("/servers", owner.page);
  await hasSecondPage("/admin/servers");
  await hasSecondPage("/admin/runs");
});

test("executors and their templates, of one person and of all", async ({ browser }) => {
  const owner = await newPerson(browser, "Fleet");
  const csv = ["name", ...Array.from({ length: rows }, (_, n) => `Second page ${n}`)].join("\n");
  expect((await call(owner.page, "POST", "/api/executors/batch", { csv })).ok()).toBe(true);
  for (let n = 0; n < rows; n++) {
    const made = await call(owner.page, "POST", "/api/executor-templates", { name: `Second page ${n}` });
    expect(made.ok()).toBe(true);
  }
  const made = async () =>
    (await statement("SELECT count(*)::int AS n FROM executor WHERE name LIKE 'Second page %'"))[0]?.n;
  await expect.poll(made, { timeout: 30_000 }).toBe(rows);
  await hasSecondPage("/executors", owner.page);
  await hasSecondPage("/executors/templates", owner.page);
  await hasSecondPage("/admin/executors");
  await statement("DELETE FROM executor WHERE name LIKE 'Second page %'");
  await statement("DELETE FROM executor_template WHERE name LIKE 'Second page %'");
});

test("notifications", async ({ browser }) => {
  const reader = await newPerson(browser, "Reader");
  await statement(
    `INSERT INTO notification (id, user_id, kind, severity, title, body)
     SELECT 'ntf_' || lpad(n::text, 26, '0'), u.id, 'server.failed', 'error', 'Second page ' || n, ''
     FROM generate_series(1, $1::int) n, app_user u WHERE u.email = $2`,
    [rows, reader.person.email],
  );
  await hasSecondPage("/notifications", reader.page);
  await statement("DELETE FROM notification WHERE title LIKE 'Second page %'");
});
