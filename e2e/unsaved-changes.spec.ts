import { expect, test } from "@playwright/test";
import { administrator, onlineServer, removeServer, signIn, signUp, somebody } from "./people";

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

test("settings that were typed are asked about when the tab changes and by the back key", async ({ page }) => {
  await signUp(page, somebody("Tess"));
  const { id } = await onlineServer(page, "Half typed");
  await page.goto(`/servers/${id}`);
  const tabs = page.getByRole("navigation", { name: "Server" });
  await tabs.getByRole("link", { name: "Settings" }).click();
  const name = page.getByLabel("Name", { exact: true });
  await name.fill("Half typed and");
  const question = page.getByRole("dialog", { name: "Leave this page?" });
  const stay = async () => {
    await question.getByRole("button", { name: "Cancel" }).click();
    await expect(question).toBeHidden();
    await expect(page).toHaveURL(/\/settings$/);
    await expect(name).toHaveValue("Half typed and");
  };
  await tabs.getByRole("link", { name: "Timeline" }).click();
  await stay();
  await page.goBack();
  await stay();
  await page.goBack();
  await question.getByRole("button", { name: "Leave" }).click();
  await expect(page.getByRole("log", { name: "Console" })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/servers/${id}$`));
  await removeServer(page, id);
});
