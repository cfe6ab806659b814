import { expect, test } from "@playwright/test";
import { administrator, signIn } from "./people";

test("an administrator sees the periodic jobs, and runs one that is not due", async ({ page }) => {
  await signIn(page, administrator);
  await page.goto("/");
  await page.getByRole("link", { name: "Jobs" }).click();
  await expect(page.getByRole("heading", { name: "Jobs", level: 1 })).toBeVisible();
  const row = page.getByRole("row", { name: /audit\.retire-entries/ });
  await expect(row).toContainText("scheduled");
  await expect(row).toContainText("never");
  await row.getByRole("button", { name: "Run now: audit.retire-entries" }).click();
  await expect(page.getByText("A worker runs it within 10 seconds.")).toBeVisible();
  await expect
    .poll(
      async () => {
        await page.reload();
        return (await row.textContent())?.includes("never");
      },
      { timeout: 30_000 },
    )
    .toBe(false);
  await expect(row).toContainText("scheduled");
});
