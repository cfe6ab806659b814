import { expect, type Page, test } from "@playwright/test";
import { assertAccessible } from "./accessible";
import { administrator, call, newPerson, signIn } from "./people";

/** A rule that the panel's own machine breaks at once. */
async function makeRule(page: Page, name: string): Promise<void> {
  await page.goto("/alerts/rules");
  await page.getByRole("link", { name: "New rule" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("textbox", { name: "Warning (percent)" }).fill("0");
  await page.getByRole("textbox", { name: "For (seconds)", exact: true }).fill("0");
  await page.getByRole("button", { name: "Try it on the last 7 days" }).click();
  await expect(page.getByText(/This rule would (not )?have fired/)).toBeVisible();
  await assertAccessible(page, "new rule");
  await page.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/alerts\/rules$/);
}

test("a rule fires, its alert is handled, and nobody else sees it", async ({ page, browser }) => {
  test.setTimeout(120_000);
  await signIn(page, administrator);
  const name = `CPU of any machine ${Date.now()}`;
  await makeRule(page, name);
  await page.goto("/alerts");
  const row = page.getByRole("row", { name: new RegExp(name) });
  await expect(row).toContainText("firing", { timeout: 30_000 });
  await assertAccessible(page, "alerts");
  await row.getByRole("link").click();
  await page.waitForURL(/\/alerts\/alt_/);
  await expect(page.getByText("Message sent: fired.")).toBeVisible({ timeout: 20_000 });
  const path = new URL(page.url()).pathname;

  const { page: outsider } = await newPerson(browser, "Outsider");
  expect((await outsider.goto(path))?.status()).toBe(404);
  const id = path.split("/").at(-1) ?? "";
  expect((await call(outsider, "POST", `/api/alerts/${id}/acknowledge`, {})).status()).toBe(404);

  await page.getByRole("button", { name: "Acknowledge" }).click();
  await expect(page.getByText("Acknowledged.", { exact: false }).first()).toBeVisible();
  await page.getByRole("textbox", { name: "Note" }).fill("The load test runs.");
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page.getByText("The load test runs.")).toBeVisible();
  await page.getByRole("button", { name: "Silence" }).click();
  await page.getByRole("menuitem", { name: "For 30 minutes" }).click();
  await expect(page.getByText(/^No messages until/)).toBeVisible();
  await assertAccessible(page, "alert");

  await page.goto("/alerts/rules");
  await page.getByRole("link", { name: new RegExp(name) }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/\/alerts\/rules$/);
  await page.goto(path);
  await expect(page.getByText("The rule was deleted.").first()).toBeVisible();
  await page.goto("/notifications");
  await expect(page.getByText(/CPU of .* is/).first()).toBeVisible();
});

test("health says what each part does, and a silence is planned", async ({ page }) => {
  await signIn(page, administrator);
  await page.goto("/admin/health");
  await expect(page.getByRole("listitem").filter({ hasText: "Database connections" })).toContainText("ok");
  await assertAccessible(page, "health");
  await page.goto("/alerts/silences");
  await page.getByRole("button", { name: "Plan a silence" }).click();
  await assertAccessible(page, "plan a silence");
  await page.getByRole("textbox", { name: "Name" }).fill("Night work");
  await page.getByRole("dialog").getByRole("button", { name: "Plan" }).click();
  const row = page.getByRole("row", { name: /Night work/ });
  await expect(row).toContainText("active");
  await row.getByRole("button", { name: "End the silence Night work" }).click();
  await expect(row).toHaveCount(0);
  await page.goto("/alerts/statistics");
  await expect(page.getByRole("heading", { name: "Statistics of alerts" })).toBeVisible();
  await assertAccessible(page, "statistics of alerts");
});

test("the public status page is off at first, shows incidents, and takes subscribers", async ({ page, browser }) => {
  await signIn(page, administrator);
  const title = `Slow sign-in ${Date.now()}`;
  const visitor = await (await browser.newContext()).newPage();
  expect((await visitor.goto("/status"))?.status()).toBe(404);
  await page.goto("/admin/status-page");
  await assertAccessible(page, "status page settings");
  await page.getByRole("switch", { name: "Public status page" }).click();
  await expect(page.getByText("Everybody can read")).toBeVisible();
  await page.getByRole("button", { name: "Report an incident" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await assertAccessible(page, "report an incident");
  await dialog.getByRole("textbox", { name: "Title" }).fill(title);
  await dialog.getByRole("textbox", { name: "What happens" }).fill(`${title}: a disk is slow.`);
  await dialog.getByRole("button", { name: "Report" }).click();
  await expect(page.getByRole("row", { name: new RegExp(title) })).toContainText("investigating");

  await expect.poll(async () => (await visitor.goto("/status"))?.status(), { timeout: 30_000 }).toBe(200);
  await expect(visitor.getByText(`${title}: a disk is slow.`)).toBeVisible({ timeout: 30_000 });
  await assertAccessible(visitor, "status");
  await visitor.getByRole("textbox", { name: "E-mail address" }).fill("reader@example.net");
  await visitor.getByRole("button", { name: "Subscribe" }).click();
  await expect(visitor.getByText(/A mail with a link is on its way/)).toBeVisible();

  await page.getByRole("button", { name: `Update ${title}` }).click();
  await page.getByRole("combobox", { name: "State" }).click();
  await page.getByRole("option", { name: "resolved" }).click();
  await page.getByRole("textbox", { name: "What is new" }).fill("The disk was replaced.");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("row", { name: new RegExp(title) })).toContainText("resolved");
  await page.getByRole("switch", { name: "Public status page" }).click();
  await expect(page.getByText("The page is off")).toBeVisible();
});
