import { expect, type Page, test } from "@playwright/test";
import { administrator, call, signIn } from "./people";

async function lastRun(page: Page): Promise<string | null> {
  const { items } = (await (await call(page, "GET", "/api/admin/jobs")).json()) as { items: Job[] };
  return items.find(({ name }) => name === "audit.retire-entries")?.lastAt ?? null;
}

type Job = { name: string; lastAt: string | null };

test("an administrator sees the periodic jobs, and runs one that is not due", async ({ page }) => {
  await signIn(page, administrator);
  await page.goto("/");
  await page.getByRole("link", { name: "Jobs" }).click();
  await expect(page.getByRole("heading", { name: "Jobs", level: 1 })).toBeVisible();
  const row = page.getByRole("row", { name: /audit\.retire-entries/ });
  await expect(row).toContainText("scheduled");
  // Its own time may have come since the panel started.
  const before = await lastRun(page);
  await row.getByRole("button", { name: "Run now: audit.retire-entries" }).click();
  await expect(page.getByText("A worker runs it within 10 seconds.")).toBeVisible();
  await expect.poll(() => lastRun(page), { timeout: 30_000 }).not.toBe(before);
  await page.reload();
  await expect(row).not.toContainText("never");
  await expect(row).toContainText("scheduled");
});
