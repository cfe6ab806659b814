import { expect, test } from "@playwright/test";
import { administrator, signIn } from "./people";

test("a page with typed values asks before it is left", async ({ page }) => {
  await signIn(page, administrator);
  await page.goto("/account");
  const field = page.getByLabel("New e-mail address");
  await field.fill("other@example.net");
  const sessions = page.getByRole("navigation", { name: "Account" }).getByRole("link", { name: "Sessions" });
  await sessions.click();
  const question = page.getByRole("dialog", { name: "Leave this page?" });
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toBeHidden();
  await expect(field).toHaveValue("other@example.net");
  await sessions.click();
  await question.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(/\/account\/sessions$/);
  await page.getByRole("link", { name: "Dashboard" }).click();
  await expect(question).toBeHidden();
  await expect(page).toHaveURL(/\/$/);
});
