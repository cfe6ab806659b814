import { expect, type Page, test } from "@playwright/test";
import { assertAccessible } from "./accessible";
import { administrator, onlineServer, removeServer, signIn } from "./people";

// A failure names the element and the rule. A trace of so many pages costs a third of the time.
test.use({ trace: "off" });

/** Menus, the palette and dialogs, checked while open. */
async function openEverything(page: Page, serverId: string): Promise<void> {
  await page.goto(`/servers/${serverId}`);
  await page.getByRole("button", { name: /Account of/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await assertAccessible(page, "account menu");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Search pages and servers" }).click();
  await expect(page.getByRole("option").first()).toBeVisible();
  await assertAccessible(page, "palette");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("option")).toHaveCount(0);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
  await assertAccessible(page, "keys");
  await page.keyboard.press("Escape");
  const dialogs: [path: string, button: string][] = [
    [`/servers/${serverId}/settings`, "Delete"],
    [`/servers/${serverId}/settings`, "Rotate"],
    [`/servers/${serverId}`, "Connect"],
    ["/account/tokens", "New token"],
    ["/admin/users", "Invite a user"],
    ["/admin/nodes", "Add a node"],
    ["/executors", "New executor"],
    ["/executors/batch", "New link"],
    ["/executors/templates", "New template"],
  ];
  for (const [path, button] of dialogs) {
    await page.goto(path);
    await page.getByRole("button", { name: button, exact: true }).first().click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await assertAccessible(page, `${path}: ${button}`);
    await page.keyboard.press("Escape");
  }
}

for (const [width, scheme] of [
  [1440, "light"],
  [390, "dark"],
] as const) {
  test(`no page breaks an accessibility rule at ${width} px, ${scheme}`, async ({ browser }) => {
    test.setTimeout(240_000);
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: scheme });
    const page = await context.newPage();
    for (const path of [
      "/sign-in",
      "/sign-up",
      "/setup",
      "/cancel-reset",
      "/docs/api",
      "/docs/errors",
      "/nothing-here",
    ]) {
      await page.goto(path);
      await assertAccessible(page, path);
    }
    await signIn(page, administrator);
    const { id } = await onlineServer(page, "Seen by axe");
    const pages = [
      "/",
      "/servers",
      "/servers/new",
      `/servers/${id}`,
      "/account",
      "/account/security",
      "/account/sessions",
      "/account/tokens",
      "/account/data",
      "/admin/settings",
      "/admin",
      "/admin/servers",
      "/admin/nodes",
      "/admin/runs",
      "/admin/provisioning",
      "/machines",
      "/alerts",
      "/alerts/rules",
      "/alerts/rules/alr_00000000000000000000000002",
      "/alerts/silences",
      "/alerts/statistics",
      "/admin/health",
      "/admin/jobs",
      "/admin/users",
      "/admin/templates",
      "/admin/audit",
    ];
    for (const path of pages) {
      await page.goto(path);
      await page.waitForLoadState("load");
      await assertAccessible(page, path);
    }
    for (const tab of ["console", "timeline", "figures", "databases", "settings", "sharing"]) {
      await page.goto(`/servers/${id}/${tab}`);
      await assertAccessible(page, `server, ${tab}`);
    }
    await page.getByRole("button", { name: /^Figures:/ }).click();
    await assertAccessible(page, "server, charts");
    await openEverything(page, id);
    await removeServer(page, id);
    await context.close();
  });
}
