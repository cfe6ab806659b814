import { expect, type Page, test } from "@playwright/test";
import { assertAccessible } from "./accessible";
import { administrator, newPerson, signIn } from "./people";

/** The panel's own machine is monitored from the first start; figures arrive while the page is open. */
async function openOwnMachine(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Machines", exact: true }).click();
  const row = page.getByRole("row", { name: /this panel/ });
  await expect(row).toContainText("online", { timeout: 30_000 });
  await assertAccessible(page, "machines");
  await row.getByRole("link").click();
  await page.waitForURL(/\/machines\/mch_/);
  await expect(page.getByRole("img", { name: /^CPU\. CPU: .* on average/ })).toBeVisible({ timeout: 40_000 });
}

test("the panel's own machine has charts that zoom, compare and go on by themselves", async ({ page }) => {
  test.setTimeout(120_000);
  const samples: string[] = [];
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      if (String(payload).includes("metrics.sample")) samples.push(String(payload));
    }),
  );
  await signIn(page, administrator);
  await openOwnMachine(page);
  for (const title of ["CPU", "Memory", "Disk", "Network"]) {
    await expect(page.getByRole("heading", { name: title, exact: true })).toBeVisible();
  }
  await assertAccessible(page, "machine");
  await expect.poll(() => samples.length, { timeout: 40_000 }).toBeGreaterThan(3);

  await page.getByText("24h", { exact: true }).click();
  await expect(page).toHaveURL(/range=24h/);
  await expect(page.getByText("Each point is 2 min")).toBeVisible();
  const canvas = page.getByRole("img", { name: /^CPU\./ });
  const box = await canvas.boundingBox();
  if (!box) throw new Error("the chart has no place");
  await page.mouse.move(box.x + box.width * 0.9, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 4, box.y + 60, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.*&to=/);
  await page.reload();
  await expect(page.getByRole("button", { name: "Back to now" })).toBeEnabled();
  await page.getByRole("button", { name: "Back to now" }).click();
  await expect(page).toHaveURL(/range=1h/);
  await page.getByRole("switch", { name: "Compare with the week before" }).click();
  await expect(page).toHaveURL(/compare=week/);
  await page.getByRole("switch", { name: "Table" }).click();
  await expect(page.getByRole("columnheader", { name: "CPU", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "More figures" }).click();
  await expect(page.getByRole("heading", { name: "Load" })).toBeVisible();
  await assertAccessible(page, "machine with table");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSV", exact: true }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
});

test("a customer adds a machine by a command, and sees no other", async ({ browser }) => {
  const { page } = await newPerson(browser, "Ada");
  await page.goto("/machines");
  await expect(page.getByText("No machines yet.")).toBeVisible();
  await page.getByRole("button", { name: "Add machine" }).click();
  await page.getByRole("button", { name: "Show the command" }).click();
  await expect(page.getByText(/curl -fsSL .*\/agent\/install\.sh/)).toBeVisible();
  await assertAccessible(page, "install the agent");
});
