import { execFileSync } from "node:child_process";
import { expect, test } from "@playwright/test";
import { assertAccessible } from "./accessible";
import { statement } from "./panel-database";
import { newPerson, onlineServer, removeServer } from "./people";

test("a server that crashes for good shows at the bell, live, in the list and by mail, until it is read", async ({
  browser,
}) => {
  const { page, person } = await newPerson(browser, "Nora");
  const { id } = await onlineServer(page, "Harbour");
  await page.goto("/account");
  const bell = page.getByRole("button", { name: /^Notifications/ });
  await expect(bell).toHaveAccessibleName("Notifications");

  // It crashed three times already: this time it is not started again.
  await statement("UPDATE workload SET crash_count = 3, last_crash_at = now() WHERE id = $1", [id]);
  execFileSync("docker", ["kill", id]);
  await expect(bell).toHaveAccessibleName("Notifications, 1 unread", { timeout: 15_000 });

  await bell.focus();
  await page.keyboard.press("Enter");
  const popover = page.getByRole("dialog", { name: "Notifications" });
  await expect(popover.getByText("Harbour crashed and does not restart")).toBeVisible();
  await expect(popover.getByText("It ended with code 137.")).toBeVisible();
  await assertAccessible(page, "notifications popover");
  await page.keyboard.press("Escape");
  await expect(popover).toBeHidden();
  await expect(bell).toBeFocused();

  const mails = await statement(
    "SELECT template FROM delivery m JOIN app_user u ON u.id = m.user_id WHERE u.email = $1 AND template = 'server-failed'",
    [person.email],
  );
  expect(mails).toHaveLength(1);

  await bell.click();
  await popover.getByRole("link", { name: /Harbour crashed/ }).click();
  await page.waitForURL(`**/servers/${id}`);
  await expect(bell).toHaveAccessibleName("Notifications");

  await page.goto("/notifications");
  await expect(page.getByRole("main").getByText("All are read.")).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: /Harbour crashed/ })).toBeVisible();
  await assertAccessible(page, "notifications");
  await removeServer(page, id);
});

test("a channel that is switched off stays so, and warnings about the account cannot be", async ({ browser }) => {
  const { page } = await newPerson(browser, "Olaf");
  await page.goto("/account/notifications");
  const mail = page.getByRole("switch", { name: "A server stopped with an error: Mail" });
  await expect(mail).toBeChecked();
  const saved = page.waitForResponse((answer) => answer.request().method() === "PUT");
  await page.locator("label", { has: mail }).or(mail).first().click({ force: true });
  expect((await saved).status()).toBe(200);
  await page.reload();
  await expect(mail).not.toBeChecked();
  await expect(page.getByRole("switch", { name: "A suspicious sign-in or token: Mail" })).toBeDisabled();
  await assertAccessible(page, "notification settings");
});
