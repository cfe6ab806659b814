import { test } from "@playwright/test";
import { assertAccessible } from "./accessible";
import { administrator, onlineServer, removeServer, signIn } from "./people";

for (const [width, scheme] of [
  [1440, "light"],
  [390, "dark"],
] as const) {
  test(`no page breaks an accessibility rule at ${width} px, ${scheme}`, async ({ browser }) => {
    test.setTimeout(120_000);
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
      "/admin/users",
    ];
    for (const path of pages) {
      await page.goto(path);
      await page.waitForLoadState("load");
      await page.waitForTimeout(400);
      await assertAccessible(page, path);
    }
    await page.goto(`/servers/${id}`);
    for (const tab of ["Timeline", "Settings", "Danger zone"]) {
      await page.getByRole("tab", { name: tab }).click();
      await assertAccessible(page, `server, ${tab}`);
    }
    await removeServer(page, id);
    await context.close();
  });
}
