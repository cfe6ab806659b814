import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, type Page, test } from "@playwright/test";
import { createConnection } from "mysql2/promise";
import { assertAccessible } from "./accessible";
import { administrator, newPerson, signIn } from "./people";

/** Services that the panel runs itself, from the browser: a name server and a MariaDB server. */
test.setTimeout(300_000);
const run = promisify(execFile);
const mark = Date.now().toString(36);
const zone = `shop-${mark}.example`;

/** Opens the form, fills what every kind has, and leaves the rest to `fill`. */
async function runOne(
  page: Page,
  kind: string,
  name: string,
  fill?: (dialog: ReturnType<Page["getByRole"]>) => Promise<void>,
) {
  await page.goto("/admin/services");
  await page.getByRole("button", { name: "Run one here" }).click();
  const dialog = page.getByRole("dialog", { name: "Run a service here" });
  await dialog.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: kind }).click();
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await fill?.(dialog);
  await dialog.getByLabel("Memory in GiB").fill("0.5");
  await dialog.getByLabel("Disk space in GiB").fill("1");
  await assertAccessible(page, `run ${kind}`);
  await dialog.getByRole("button", { name: "Run it" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("up", { timeout: 240_000 });
}

async function removeOne(page: Page, name: string): Promise<void> {
  await page.goto("/admin/services");
  const row = page.getByRole("row", { name: new RegExp(name) });
  await row.getByRole("button", { name: "Remove" }).click();
  await page
    .getByRole("dialog")
    .getByLabel(/to confirm/)
    .fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(row).toBeHidden({ timeout: 60_000 });
}

async function deleteByName(page: Page, name: string): Promise<void> {
  await page.getByRole("tab", { name: "Danger zone" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByLabel(`Type ${name} to confirm`).fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
}

async function dig(port: number, name: string, type: string): Promise<string> {
  const { stdout } = await run("/usr/bin/dig", ["@127.0.0.1", "-p", String(port), "+short", "+tries=1", name, type]);
  return stdout.trim();
}

/** Settings and an upgrade, on the page of the service. */
async function lookAtService(page: Page, name: string): Promise<number> {
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { name: "Service", exact: true })).toBeVisible();
  await assertAccessible(page, "a service that the panel runs");
  const port = Number(/dns (\d+)/.exec((await page.locator("dl").textContent()) ?? "")?.[1]);
  await page.getByLabel("Name servers").fill("ns1.other.example");
  await page.getByRole("button", { name: "Save and restart" }).click();
  await expect(page.getByText("provisioning", { exact: true })).toBeVisible();
  await expect(page.getByText("up", { exact: true })).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Upgrade" }).click();
  await assertAccessible(page, "upgrade");
  await page.getByRole("dialog").getByRole("button", { name: "Upgrade" }).click();
  await expect(page.getByText("up", { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText("The last change failed")).toBeHidden();
  return port;
}

test("a name server is run here, set, upgraded, and answers for a customer's zone", async ({ browser }) => {
  const name = `Names ${mark}`;
  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, administrator);
  await runOne(admin, "PowerDNS", name, (dialog) => dialog.getByLabel("Name servers").fill("ns1.names.example"));
  const port = await lookAtService(admin, name);

  const { page } = await newPerson(browser, "Dana");
  await page.goto("/dns");
  await page.getByRole("button", { name: "Create zone" }).click();
  const dialog = page.getByRole("dialog", { name: "New DNS zone" });
  await dialog.getByLabel("Domain").fill(zone);
  await dialog.getByLabel("IPv4 address of the web server").fill("192.0.2.1");
  await dialog.getByRole("button", { name: "Create zone" }).click();
  await page.waitForURL(/\/dns\/zon_/);
  await expect(page.getByText("active", { exact: true }).first()).toBeVisible();
  expect(await dig(port, zone, "A")).toBe("192.0.2.1");
  expect(await dig(port, zone, "NS")).toBe("ns1.other.example.");
  await deleteByName(page, zone);
  await page.waitForURL(/\/dns$/);
  await expect.poll(() => dig(port, zone, "A")).toBe("");
  await removeOne(admin, name);
});

test("a MariaDB server is run here, and a customer chooses it for a database", async ({ browser }) => {
  const name = `Maria ${mark}`;
  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, administrator);
  await runOne(admin, "MariaDB", name);

  const { page } = await newPerson(browser, "Mara");
  await page.goto("/databases");
  await page.getByRole("button", { name: "Create database" }).click();
  const dialog = page.getByRole("dialog", { name: "New database" });
  await dialog.getByLabel("Name").fill("Plugins");
  const kind = dialog.getByRole("combobox", { name: "Kind" });
  if (await kind.isVisible()) {
    await kind.click();
    await page.getByRole("option", { name: "MariaDB" }).click();
  }
  await expect(dialog.getByRole("combobox", { name: "Extensions" })).toBeHidden();
  await assertAccessible(page, "create a MariaDB database");
  await dialog.getByRole("button", { name: "Create database" }).click();
  const once = page.getByRole("dialog", { name: "Plugins is being created" });
  const url = (await once.locator("code").last().textContent()) ?? "";
  expect(url).toMatch(/^mysql:\/\/r_/);
  await once.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(`MariaDB on ${name}`)).toBeVisible();
  await expect(page.getByText("active", { exact: true }).first()).toBeVisible();
  const client = await createConnection(url);
  await client.query("CREATE TABLE plugin (id int)");
  await client.end();
  await page.getByRole("tab", { name: "Dumps" }).click();
  await page.getByRole("button", { name: "Dump now" }).click();
  await expect(page.getByRole("row", { name: /Taken here/ })).toContainText("ready", { timeout: 30_000 });
  await assertAccessible(page, "a MariaDB database");
  await deleteByName(page, "Plugins");
  await page.waitForURL(/\/databases$/);
  await removeOne(admin, name);
});
