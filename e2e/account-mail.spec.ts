import { type Browser, expect, type Page, test } from "@playwright/test";
import { administrator, call, newPerson, signIn, signInByForm } from "./people";

/** The link of the newest mail of this kind to an address, as an administrator reads it in the outbox. */
async function mailedLink(browser: Browser, to: string, template: string): Promise<string> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, administrator);
  const found = async () => {
    const { items } = await (await call(page, "GET", `/api/admin/mail?q=${encodeURIComponent(to)}`)).json();
    return items.find((mail: { template: string; readable: boolean }) => mail.template === template && mail.readable);
  };
  await expect.poll(found).toBeTruthy();
  const { id } = await found();
  await page.goto(`/admin/outbox/${id}`);
  const text = (await page.locator("code").first().textContent()) ?? "";
  await page.context().close();
  return text.trim();
}

async function signInFails(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address or panel username").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.locator("form").getByRole("alert")).toBeVisible();
}

test("a newcomer confirms the address by the mailed link, once", async ({ browser }) => {
  const { page, person } = await newPerson(browser, "Vera");
  await page.goto("/account");
  await expect(page.getByText("This address is not confirmed yet")).toBeVisible();
  const link = await mailedLink(browser, person.email, "verify-email");
  await page.goto(link);
  // The token leaves the address bar at once.
  await expect(page).toHaveURL(/\/verify-email$/);
  await page.getByRole("button", { name: "Confirm address" }).click();
  await expect(page.getByText(`${person.email} is confirmed.`)).toBeVisible();
  await page.goto("/account");
  await expect(page.getByText("This address is not confirmed yet")).toBeHidden();
  await page.goto("about:blank");
  await page.goto(link);
  await page.getByRole("button", { name: "Confirm address" }).click();
  await expect(page.getByText("Links work once")).toBeVisible();
});

test("a forgotten password is replaced, which ends every session and signs nobody in", async ({ browser }) => {
  const { page, person } = await newPerson(browser, "Rosa");
  const other = await (await browser.newContext()).newPage();
  await other.goto("/sign-in");
  await other.getByRole("link", { name: /forgot/i }).click();
  await expect(other.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
  await other.getByLabel("E-mail address").fill(person.email);
  await other.getByRole("button", { name: "Send the link" }).click();
  await expect(other.getByRole("status")).toContainText("on its way");
  await other.goto(await mailedLink(browser, person.email, "password-reset"));
  await other.getByLabel("New password", { exact: true }).fill("Password1!");
  await other.getByRole("button", { name: "Change password" }).click();
  await expect(other.getByText(/common or leaked/)).toBeVisible();
  const password = "a wholly different phrase";
  await other.getByLabel("New password", { exact: true }).fill(password);
  await other.getByRole("button", { name: "Change password" }).click();
  await expect(other.getByText("all sessions were ended")).toBeVisible();
  await other.goto("/");
  await expect(other).toHaveURL(/sign-in/);
  await page.goto("/account");
  await expect(page).toHaveURL(/sign-in/);
  await signInFails(other, person.email, person.password);
  await signInByForm(other, { email: person.email, password });
});
