import { expect, type Page, test } from "@playwright/test";
import { assertAccessible } from "./accessible";
import { call, onlineServer, removeServer, signUp, somebody } from "./people";

async function crash(page: Page): Promise<void> {
  await page.getByLabel("Command", { exact: true }).fill("crash");
  await page.getByRole("button", { name: "Send" }).click();
}

test("a crash is explained, its restart is cancelled, and the server starts again by hand", async ({ page }) => {
  await signUp(page, somebody("Cora"));
  const { id } = await onlineServer(page, "Crashing");
  await page.goto(`/servers/${id}`);
  await crash(page);
  const timer = page.getByRole("timer");
  await expect(timer).toContainText("Restart 1 of 3");
  // It restarts by itself, and the explanation leaves with that.
  await expect(timer).toBeHidden();
  await expect(page.getByText("online", { exact: true }).first()).toBeVisible();
  await crash(page);
  await expect(timer).toHaveText(/^Restart 2 of 3 in \d+ s$/);
  await expect(page.getByRole("heading", { name: "It ended with an error" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Last lines of the log" })).toContainText("The cause:");
  await assertAccessible(page, "a crash with its restart");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(timer).toBeHidden();
  await expect(page.getByText("crashed", { exact: true }).first()).toBeVisible();
  expect((await (await call(page, "GET", `/api/servers/${id}`)).json()).status).toBe("crashed");
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByText("online", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "It ended with an error" })).toBeHidden();
  await removeServer(page, id);
});

test("a server that ran out of memory gets more by one click", async ({ page }) => {
  await signUp(page, somebody("Mem"));
  const { id } = await onlineServer(page, "Growing");
  await page.goto(`/servers/${id}`);
  await page.getByLabel("Command", { exact: true }).fill("leak");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { name: "It reached its memory limit" })).toBeVisible({ timeout: 40_000 });
  await page.getByRole("button", { name: "Raise memory to 1 GiB and start" }).click();
  await expect(page.getByText("online", { exact: true }).first()).toBeVisible({ timeout: 20_000 });
  expect((await (await call(page, "GET", `/api/servers/${id}`)).json()).memory).toBe(1);
  await removeServer(page, id);
});
