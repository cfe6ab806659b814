import { expect, type Page, test } from "@playwright/test";
import { assertAccessible } from "./accessible";
import { administrator, call, newPerson, signIn } from "./people";

/** The pages of executors, with a program that is simulated by plain calls. */
const panel = process.env.E2E_URL ?? "";
type Made = { id: string; key: string; secret: string; name: string };

const headersOf = ({ key, secret }: Pick<Made, "key" | "secret">) => ({
  "content-type": "application/json",
  "x-api-key": key,
  "x-api-secret": secret,
});

function asExecutor(made: Pick<Made, "key" | "secret">, method: string, path: string, body?: unknown) {
  return fetch(`${panel}/api/executor${path}`, { method, headers: headersOf(made), body: JSON.stringify(body) });
}

async function beat(made: Pick<Made, "key" | "secret">, configVersion = 1): Promise<void> {
  const body = { version: "1.2.0", os: "Linux 6.8", hostname: "shop-pc", status: "ok", configVersion };
  const metrics = { rssMb: 61.5, cpuPercent: 1.4, queueLength: 0, commandsDone: 3 };
  expect((await asExecutor(made, "POST", "/heartbeat", { ...body, metrics })).status).toBe(200);
}

async function make(page: Page, name: string, fields: object = {}): Promise<Made> {
  const answer = await call(page, "POST", "/api/executors", { name, ...fields });
  expect(answer.status()).toBe(201);
  return answer.json();
}

test("an executor is created, sends heartbeats, runs commands, gets a new secret and is revoked", async ({
  browser,
}) => {
  const { page } = await newPerson(browser, "Mia");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Executors" }).click();
  await expect(page.getByText("No executors yet.")).toBeVisible();
  await page.getByRole("button", { name: "Create your first executor" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Shop");
  await page.getByRole("button", { name: "Create executor" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("it is not shown again")).toBeVisible();
  await expect(dialog.getByText("Waiting for its first heartbeat…")).toBeVisible();
  const shown = await dialog.locator("code").allTextContents();
  const key = shown.find((text) => text.startsWith("exe_")) ?? "";
  const secret = shown.find((text) => text.startsWith("exs_")) ?? "";
  const saved = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download as .env" }).click();
  expect((await saved).suggestedFilename()).toBe("shop.env");
  await assertAccessible(page, "onboarding");

  await beat({ key, secret });
  await expect(dialog.getByText("Shop is online!")).toBeVisible();
  await dialog.getByRole("link", { name: "Open Shop" }).click();
  await page.waitForURL(/\/executors\/exe_/);
  await expect(page.getByRole("heading", { name: "Shop" })).toBeVisible();
  await expect(page.getByText("61.5 MB")).toBeVisible();
  expect(await page.content()).not.toContain(secret);

  await page.getByRole("tab", { name: "Commands" }).click();
  await page.getByRole("button", { name: "Send command" }).click();
  const row = page.getByRole("listitem").filter({ hasText: "ping" });
  await expect(row).toBeVisible();
  const { items } = await (await asExecutor({ key, secret }, "GET", "/commands")).json();
  await asExecutor({ key, secret }, "POST", `/commands/${items[0].id}/ack`);
  const result = { status: "done", output: { pong: "all is well" } };
  await asExecutor({ key, secret }, "POST", `/commands/${items[0].id}/result`, result);
  await expect(row).toContainText("done");
  await row.locator("summary").click();
  await expect(row).toContainText("all is well");

  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Rotate" }).click();
  await page.getByRole("button", { name: "Create a new secret" }).click();
  await expect(dialog.getByText("The old secret works until")).toBeVisible();
  const next = (await dialog.locator("code").allTextContents()).find((text) => text.startsWith("exs_")) ?? "";
  expect(next).not.toBe(secret);
  // Shown once: a key pressed by mistake does not close it.
  await page.keyboard.press("Escape");
  await expect(dialog.getByText("The old secret works until")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  for (const each of [secret, next]) await beat({ key, secret: each });

  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByLabel("Type Shop to confirm").fill("Shop");
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("This executor is revoked.")).toBeVisible();
  expect((await asExecutor({ key, secret: next }, "GET", "/config")).status).toBe(403);
});

test("a change of configuration is previewed before it is saved, and an older one is restored", async ({ browser }) => {
  const { page } = await newPerson(browser, "Ben");
  const made = await make(page, "Kiosk");
  await beat(made);
  await page.goto(`/executors/${made.id}`);
  await page.getByRole("tab", { name: "Configuration" }).click();
  await page.getByLabel("ZeroMQ port").fill("7001");
  await page.getByRole("button", { name: "Show what would change" }).click();
  const changes = page.getByRole("region", { name: "What changed" }).first();
  await expect(changes).toContainText("5555");
  await expect(changes).toContainText("7001");
  const before = await (await call(page, "GET", `/api/executors/${made.id}`)).json();
  expect(before.config.zmqPort).toBe(5555);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The executor still uses version 1, but version 2 is assigned.")).toBeVisible();
  await page.getByRole("button", { name: "Restore version 1" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
  const active = page.getByRole("region", { name: "Active configuration" });
  await expect(active.getByRole("row").filter({ hasText: "zmqPort" })).toContainText("5555");
  await beat(made, 3);
  await expect(page.getByText("The executor still uses version")).toHaveCount(0);
});

test("a template is rolled out a share at a time, and rolled back", async ({ browser }) => {
  const { page } = await newPerson(browser, "Tom");
  await page.goto("/executors/templates");
  await page.getByRole("button", { name: "New template" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Shops");
  await page.getByRole("button", { name: "Create template" }).click();
  await page.waitForURL(/\/executors\/templates\/ext_/);
  const templateId = page.url().split("/").at(-1) ?? "";
  for (const name of ["North", "South"]) await beat(await make(page, name, { templateId }));
  await page.reload();
  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByLabel("ZeroMQ port").fill("6001");
  await page.getByRole("button", { name: "Save as version 2" }).click();
  await page.getByLabel("Shares (%)").fill("50, 100");
  await page.getByLabel("Watch each for (minutes)").fill("30");
  await page.getByRole("button", { name: "Start the roll-out" }).click();
  await expect(page.getByText("Version 2 is assigned to 1 of 2 executors")).toBeVisible();
  await expect(page.getByRole("list", { name: "Shares" })).toContainText("running");
  await assertAccessible(page, "roll-out");
  await page.getByRole("button", { name: "Roll back to version 1" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
  await expect(page.getByText("rolled back", { exact: true })).toBeVisible();
  const { items } = await (await call(page, "GET", "/api/executors")).json();
  for (const { config } of items) expect(config.zmqPort).toBe(5555);
});

test("a table creates many, marks its invalid lines, and returns the secrets once", async ({ browser }) => {
  const { page } = await newPerson(browser, "Eva");
  await page.goto("/executors/batch");
  await page.getByRole("textbox", { name: "Table" }).fill("name,zmqPort\nOne,5555\n,1\n");
  await expect(page.getByText("The name is missing.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Create", exact: true })).toBeDisabled();
  await page
    .getByRole("textbox", { name: "Table" })
    .fill(`name\n${Array.from({ length: 12 }, (_, n) => `Till ${n}\n`).join("")}`);
  await page.getByRole("button", { name: "Create 12 executors" }).click();
  const take = page.getByRole("button", { name: "Download keys and secrets" });
  await expect(take).toBeVisible({ timeout: 30_000 });
  await assertAccessible(page, "batch");
  const saved = page.waitForEvent("download");
  await take.click();
  const lines = await (await saved).createReadStream().then(async (stream) => {
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    return Buffer.concat(parts).toString().trim().split("\r\n");
  });
  expect(lines).toHaveLength(13);
  expect(lines[1]).toMatch(/^"Till \d+",exe_\w{16},exs_\w+$/);
  await expect(page.getByText("the secrets were downloaded")).toBeVisible();
  await expect(take).toHaveCount(0);

  // A small batch is created immediately, and its secrets are kept for the same download.
  await page.getByRole("textbox", { name: "Table" }).fill("name\nOne till\n");
  await page.getByRole("button", { name: "Create 1 executor" }).click();
  await expect(take).toBeVisible();
  const savedSmall = page.waitForEvent("download");
  await take.click();
  await savedSmall;
  await expect(take).toHaveCount(0);

  await page.getByRole("button", { name: "New link" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Any till");
  await page.getByRole("button", { name: "Create link" }).click();
  const token = await page.getByRole("dialog").locator("code").first().textContent();
  expect(token).toMatch(/^ent_/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  const link = page.getByRole("listitem").filter({ hasText: "Any till" });
  await expect(link).toContainText("used 0 of 1 times");
  await link.getByRole("button", { name: "End Any till" }).click();
  await expect(link).toHaveCount(0);
});

test("staff see the whole fleet and a preview of a bulk action", async ({ browser }) => {
  const { page: owner } = await newPerson(browser, "Ida");
  const mark = `Fleet ${Date.now()}`;
  const here = await make(owner, `${mark} here`);
  const gone = await make(owner, `${mark} gone`);
  await beat(here);
  expect((await call(owner, "DELETE", `/api/executors/${gone.id}`)).status()).toBe(204);
  expect((await owner.goto("/admin/executors"))?.status()).toBe(404);
  const { page: outsider } = await newPerson(browser, "Uwe");
  expect((await outsider.goto(`/executors/${here.id}`))?.status()).toBe(404);

  const page = await (await browser.newContext()).newPage();
  await signIn(page, administrator);
  await page.goto("/admin/executors");
  await page.getByLabel("Search name, host or key").fill(mark);
  await page.waitForURL(/q=Fleet/);
  await expect(page.getByRole("row")).toHaveCount(3);
  await assertAccessible(page, "fleet");
  await page.getByRole("button", { name: "Choose all that match" }).click();
  await page.getByRole("button", { name: "Apply an action to 2" }).click();
  await page.getByText("Expiry").click();
  await page.getByLabel("Seconds until it expires").fill("600");
  await page.getByRole("button", { name: "Show what would happen" }).click();
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.getByLabel("Seconds until it expires")).toHaveValue("600");
  await page.getByRole("button", { name: "Show what would happen" }).click();
  await expect(page.getByText("1 of 2 would be affected. Nothing has happened yet.")).toBeVisible();
  await expect(
    page
      .getByRole("row")
      .filter({ hasText: `${mark} gone` })
      .last(),
  ).toContainText("It is revoked.");
  const commands = async () => (await (await call(owner, "GET", `/api/executors/${here.id}/commands`)).json()).items;
  expect(await commands()).toEqual([]);
  await page.getByRole("button", { name: "Apply to 1" }).click();
  await expect(page.getByText("1 of 2 were affected.")).toBeVisible();
  expect(await commands()).toHaveLength(1);
});

for (const [width, scheme] of [
  [1440, "light"],
  [390, "dark"],
] as const) {
  test(`no page of executors breaks an accessibility rule at ${width} px, ${scheme}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: scheme });
    const page = await context.newPage();
    await signIn(page, administrator);
    const template = await (await call(page, "POST", "/api/executor-templates", { name: "Seen by axe" })).json();
    const made = await make(page, "Seen by axe", {
      templateId: template.id,
      overrides: { settings: { region: "east" } },
    });
    await beat(made);
    await call(page, "POST", `/api/executors/${made.id}/commands`, { type: "ping" });
    for (const path of ["", "/templates", "/batch", "/download"]) {
      await page.goto(`/executors${path}`);
      await assertAccessible(page, `/executors${path}`);
    }
    await page.goto("/admin/executors");
    await assertAccessible(page, "/admin/executors");
    for (const [path, tabs] of [
      [`/executors/${made.id}`, ["Overview", "Configuration", "Commands", "Timeline", "Metrics", "Settings"]],
      [`/executors/templates/${template.id}`, ["Roll-outs", "Settings", "Executors"]],
    ] as const) {
      await page.goto(path);
      for (const tab of tabs) {
        await page.getByRole("tab", { name: tab }).click();
        await assertAccessible(page, `${path}, ${tab}`);
      }
    }
    await context.close();
  });
}
