import { expect, test } from "@playwright/test";
import { chromiumFlags, chromiumPath } from "../scripts/setup/browser.mjs";
import { signInByForm, signUpByForm, somebody } from "./people";

// A panel on a local network, by a name and without https: browsers have no clipboard API there.
const port = new URL(process.env.E2E_URL ?? "http://localhost").port;
test.use({
  baseURL: `http://panel.test:${port}`,
  launchOptions: {
    executablePath: chromiumPath,
    args: [...chromiumFlags, "--host-resolver-rules=MAP panel.test 127.0.0.1"],
  },
});

test("copying works over plain http, inside a dialog too, and shows when it fails", async ({ page }) => {
  const person = somebody("Cleo");
  await signUpByForm(page, person);
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
  await page.goto("/account/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByLabel("Name").fill("deploy");
  await page.getByRole("button", { name: "Create token" }).click();
  const copy = page.getByRole("button", { name: "Copy Token" });
  await copy.click();
  await expect(page.getByRole("button", { name: "Token copied" })).toBeFocused();
  const token = await page
    .locator("code")
    .filter({ hasText: /^lnt_\w{20}/ })
    .first()
    .textContent();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByLabel("Name").focus();
  await page.keyboard.press("Control+V");
  await expect(page.getByLabel("Name")).toHaveValue(token ?? "none");

  await page.getByLabel("Name").fill("second");
  await page.evaluate(() => {
    document.execCommand = () => false;
  });
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByRole("button", { name: "Copy Token" }).click();
  await expect(page.getByText("Select the text and copy it by hand.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Token copied" })).toHaveCount(0);
  await page.getByRole("button", { name: "Done" }).click();
  await page.context().clearCookies();
  await signInByForm(page, person);
});
