import { expect, type Page, test } from "@playwright/test";
import { query, TenantServer } from "../lib/testing/hosted/tenant-server";
import { assertAccessible } from "./accessible";
import { administrator, newPerson, signIn } from "./people";

/** Databases from the browser, on a PostgreSQL server of the test. */
const server = new TenantServer();
test.beforeAll(() => server.start());
test.afterAll(() => server.dispose());

async function connectService(page: Page): Promise<void> {
  await page.goto("/admin/services");
  await page.getByRole("button", { name: "Connect a service" }).click();
  const dialog = page.getByRole("dialog", { name: "Connect a service" });
  await dialog.getByLabel("Name", { exact: true }).fill("Tenants");
  await dialog.getByLabel("Connection URL").fill("postgresql://nobody:wrong@127.0.0.1:1/postgres");
  await dialog.getByLabel("Host for customers").fill("127.0.0.1");
  await dialog.getByLabel("Port for customers").fill(String(server.connection().publicPort));
  await dialog.getByRole("button", { name: "Test and connect" }).click();
  await expect(dialog.getByRole("alert")).toContainText("ECONNREFUSED");
  await assertAccessible(page, "connect a service");
  await dialog.getByLabel("Connection URL").fill(server.url);
  await dialog.getByRole("button", { name: "Test and connect" }).click();
  // The confirmation of a sensitive action comes once in a while.
  await expect(page.getByRole("row", { name: /Tenants/ })).toContainText("up");
}

async function dumpAndRestore(page: Page, url: string): Promise<void> {
  await page.getByRole("tab", { name: "Dumps" }).click();
  await page.getByRole("button", { name: "Dump now" }).click();
  const dumps = page.getByRole("table");
  await expect(dumps.getByText("ready")).toBeVisible();
  await assertAccessible(page, "dumps");
  const download = page.waitForEvent("download");
  await dumps.getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toMatch(/^Shop-.*\.sql\.gz$/);
  await query(url, "DROP TABLE orders");
  await dumps.getByRole("button", { name: "Restore" }).click();
  await page.getByRole("dialog").getByLabel("Type Shop to confirm").fill("Shop");
  await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
  await expect
    .poll(() => query(url, "SELECT count(*) FROM orders").catch((error: Error) => error.message))
    .toEqual([{ count: "0" }]);
}

async function bringBack(page: Page): Promise<void> {
  // It is deleted, and comes back with its content.
  await page.reload();
  await page.getByRole("button", { name: "Bring back Shop" }).click();
  const back = page.getByRole("dialog", { name: "Shop is coming back" });
  const backUrl = (await back.locator("code", { hasText: /^postgresql:/ }).textContent()) ?? "";
  await assertAccessible(page, "a database comes back");
  await back.getByRole("button", { name: "Done" }).click();
  await page.waitForURL(/\/databases\/dbs_/);
  await expect(page.getByText("active", { exact: true }).first()).toBeVisible();
  expect(await query(backUrl, "SELECT count(*) FROM orders")).toEqual([{ count: "0" }]);
  await page.getByRole("tab", { name: "Danger zone" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Type Shop to confirm").fill("Shop");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/\/databases$/);
  await expect.poll(() => server.residue()).toEqual([]);
}

test("a service is connected, and a customer creates a database and uses it", async ({ browser }) => {
  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, administrator);
  await connectService(admin);

  const { page } = await newPerson(browser, "Dora");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Databases", exact: true }).click();
  await expect(page.getByText("No databases yet.")).toBeVisible();
  await page.getByRole("button", { name: "Create database" }).click();
  await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Shop");
  await assertAccessible(page, "create a database");
  await page.getByRole("dialog").getByRole("button", { name: "Create database" }).click();
  const once = page.getByRole("dialog", { name: "Shop is being created" });
  await expect(once.locator("code", { hasText: /^postgresql:/ })).toBeVisible();
  await assertAccessible(page, "the new password");
  await once.getByRole("button", { name: "Done" }).click();
  await page.waitForURL(/\/databases\/dbs_/);
  await expect(page.getByRole("heading", { name: "Shop" })).toBeVisible();
  await expect(page.getByText("active", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("list", { name: "Timeline" })).toContainText("Signed in and created a table");

  await page.getByRole("button", { name: "Reveal the password" }).click();
  const url = await page
    .locator("code", { hasText: /^postgresql:\/\// })
    .first()
    .textContent();
  await query(url ?? "", "CREATE TABLE orders (id int)");
  await assertAccessible(page, "database");

  await page.getByRole("tab", { name: "Figures" }).click();
  await expect(page.getByText("Read from memory")).toBeVisible();
  await assertAccessible(page, "figures of a database");
  await page.getByRole("tab", { name: "Servers" }).click();
  await expect(page.getByText("No server uses it.")).toBeVisible();

  await dumpAndRestore(page, url ?? "");
  await page.getByRole("tab", { name: "Danger zone" }).click();
  await page.getByRole("button", { name: "Suspend" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByText("suspended", { exact: true }).first()).toBeVisible();
  await expect.poll(() => query(url ?? "", "SELECT 1").catch((error: Error) => error.message)).toContain("log in");

  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Type Shop to confirm").fill("Shop");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/\/databases$/);
  await expect(page.getByText("No databases yet.")).toBeVisible();
  expect(await server.residue()).toEqual([]);

  await bringBack(page);
  await admin.reload();
  const service = admin.getByRole("row", { name: /Tenants/ });
  await service.getByRole("button", { name: "Disconnect" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(service).toBeHidden();
});
