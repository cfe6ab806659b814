import { execFileSync } from "node:child_process";
import { expect, type Page, test } from "@playwright/test";
import { administrator, call, newPerson, onlineServer, removeServer, signIn, signUp, somebody } from "./people";

/** Fills the sign-in form that is shown. */
async function fillSignIn(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.getByLabel("E-mail address or panel username").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("signing in opens the requested page, and never another site", async ({ browser }) => {
  const { person } = await newPerson(browser, "Nia");
  const page = await (await browser.newContext()).newPage();
  await page.goto("/servers?q=world");
  await page.waitForURL(/\/sign-in\?next=%2Fservers%3Fq%3Dworld$/);
  await fillSignIn(page, person);
  await page.waitForURL(/\/servers\?q=world$/);
  // A person who is signed in is redirected immediately.
  await page.goto("/sign-in?next=/account");
  await page.waitForURL(/\/account$/);
  for (const elsewhere of ["//evil.test/login", "https://evil.test/", "/\\evil.test", "/%5cevil.test/..//evil.test"]) {
    await page.goto(`/sign-in?next=${encodeURIComponent(elsewhere)}`);
    expect(new URL(page.url()).host).toBe(new URL(process.env.E2E_URL ?? "").host);
  }
});

test("a form is kept when the session ends: signing in above it sends what was typed", async ({ browser }) => {
  const { page, person } = await newPerson(browser, "Fay");
  await page.goto("/servers/new");
  await page.getByRole("radio", { name: "Sample game" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Typed before the end");
  const { items } = await (await call(page, "GET", "/api/account/sessions")).json();
  const other = await (await browser.newContext()).newPage();
  await signIn(other, person);
  expect((await call(other, "DELETE", `/api/account/sessions/${items[0].id}`)).status()).toBe(204);
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await expect(dialog).toBeVisible();
  await fillSignIn(page, person);
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Typed before the end");
  await page.getByRole("button", { name: "Create server" }).click();
  await page.waitForURL(/\/servers\/srv_/);
  await expect(page.getByRole("heading", { name: "Typed before the end" })).toBeVisible();
  // Live updates work again: the page's connection was closed with the session.
  await expect(page.getByText("online", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Live updates are off")).toHaveCount(0);
  await removeServer(page, page.url().split("/").at(-1) ?? "");
});

test("a call whose session has ended is repeated after signing in", async ({ browser }) => {
  const { page, person } = await newPerson(browser, "Gus");
  await page.goto("/account/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByLabel("Name").fill("deploy");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("dialog", { name: "Sign in again" })).toBeVisible();
  await fillSignIn(page, person);
  await expect(page.getByText("Copy it now: it is not shown again.")).toBeVisible();
  // A secret that is shown once is not closed by accident.
  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  await expect(page.getByText("Copy it now: it is not shown again.")).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
});

test("a page with nothing typed redirects to the sign-in page and back", async ({ browser }) => {
  const { page, person } = await newPerson(browser, "Hal");
  await page.goto("/account/sessions");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // The page itself leaves when one of its requests meets the ended session, which would interrupt the visit below.
  await page.goto("about:blank");
  await page.context().clearCookies();
  await page.goto("/account/sessions");
  await fillSignIn(page, person);
  await page.waitForURL(/\/account\/sessions$/);
});

test("offline is shown on every page, buttons are disabled, and everything recovers", async ({ browser }) => {
  const { page } = await newPerson(browser, "Ola");
  for (const path of ["/", "/servers/new", "/account", "/sign-up"]) {
    if (path === "/sign-up") await page.context().clearCookies();
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    await page.context().setOffline(true);
    await expect(page.getByText("You are offline, or the panel cannot be reached."), path).toBeVisible();
    const buttons = page.locator("main button[type=submit]");
    for (const button of await buttons.all()) await expect(button, path).toBeDisabled();
    await page.context().setOffline(false);
    await expect(page.getByText("You are offline, or the panel cannot be reached."), path).toBeHidden();
    for (const button of await buttons.all()) await expect(button, path).toBeEnabled();
  }
});

test("what needs no panel works offline: a secret that is shown once can be copied, saved and closed", async ({
  browser,
}) => {
  const { page } = await newPerson(browser, "Olga");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/executors");
  await page.getByRole("button", { name: "New executor" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Shop");
  await dialog.getByRole("button", { name: "Create executor" }).click();
  await expect(dialog.getByText("Secret", { exact: true })).toBeVisible();
  await page.context().setOffline(true);
  await expect(page.getByText("You are offline, or the panel cannot be reached.")).toBeVisible();
  await dialog.getByRole("button", { name: "Copy Secret" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/\S{20,}/);
  const saving = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download as .env" }).click();
  expect((await saving).suggestedFilename()).toContain("env");
  await dialog.getByRole("button", { name: "I have the secret; close" }).click();
  await expect(dialog).toBeHidden();
  await page.context().setOffline(false);
});

test("a page that is opened offline is the offline page, and loads by itself when online", async ({ browser }) => {
  const { page } = await newPerson(browser, "Offa");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.context().setOffline(true);
  await page.goto("/servers");
  await expect(page.getByRole("heading", { name: "You are offline" })).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByRole("heading", { name: "Servers" })).toBeVisible({ timeout: 15_000 });
  expect((await page.context().request.get("/offline")).status()).toBe(200);
});

test("Kill asks first; the dialog takes the focus, Escape leaves everything, Enter confirms", async ({ browser }) => {
  const { page } = await newPerson(browser, "Kim");
  const server = await onlineServer(page, "Kill me");
  await page.goto(`/servers/${server.id}`);
  const container = execFileSync("docker", ["ps", "-q", "--filter", `name=${server.id}`])
    .toString()
    .trim();
  // The game no longer reacts: stopping it takes the full timeout.
  const freeze = `for (const name of require("node:fs").readdirSync("/proc"))
    if (/^\\d+$/.test(name) && name !== "1" && Number(name) !== process.pid) process.kill(Number(name), "SIGSTOP");`;
  execFileSync("docker", ["exec", container, "node", "-e", freeze]);
  await page.getByRole("button", { name: "Stop" }).click();
  const kill = page.getByRole("button", { name: "Kill" });
  await kill.click();
  const dialog = page.getByRole("dialog", { name: "Kill the server" });
  await expect(dialog.getByRole("button", { name: "Kill" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(kill).toBeFocused();
  expect((await (await call(page, "GET", `/api/servers/${server.id}`)).json()).status).toBe("stopping");
  await kill.click();
  await expect(dialog.getByRole("button", { name: "Kill" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByText("offline", { exact: true }).first()).toBeVisible({ timeout: 20_000 });
  await page.getByRole("navigation", { name: "Server" }).getByRole("link", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByLabel("Type Kill me to confirm")).toBeFocused();
  await page.keyboard.type("Kill me");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/servers$/);
});

test("a number that is too large is refused beside its field and not changed", async ({ page }) => {
  await signUp(page, somebody("Max"));
  await page.goto("/servers/new");
  await page.getByRole("radio", { name: "Sample game" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Too many");
  const players = page.getByLabel("Players", { exact: false }).first();
  await players.fill("9999999");
  await page.getByLabel("Name", { exact: true }).click();
  await expect(players).toHaveValue("9999999");
  await page.getByRole("button", { name: "Create server" }).click();
  await expect(page.getByText(/Use a whole number from \d+ to \d+\./).first()).toBeVisible();
  await expect(players).toHaveValue("9999999");
  await expect(page.getByText("Correct the fields listed in errors.")).toHaveCount(0);
});

test("pages have their own titles, and times show the viewer's local time on hover", async ({ browser }) => {
  const context = await browser.newContext({ timezoneId: "Asia/Tokyo", locale: "en-GB" });
  const page = await context.newPage();
  await signIn(page, administrator);
  const titles = new Map<string, string>();
  for (const path of [
    "/",
    "/servers",
    "/servers/new",
    "/executors",
    "/account",
    "/account/security",
    "/account/sessions",
    "/account/activity",
    "/account/tokens",
    "/account/data",
    "/admin",
    "/admin/security",
    "/admin/settings",
    "/admin/audit",
    "/admin/users",
    "/nothing-here",
  ]) {
    await page.goto(path);
    await expect(page).toHaveTitle(/ · LightNode$/);
    titles.set(path, await page.title());
  }
  expect(new Set(titles.values()).size, JSON.stringify([...titles])).toBe(titles.size);
  await page.goto("/account/sessions");
  await expect(page.locator("time").first()).toHaveAttribute("title", /GMT\+9|JST|Japan/);
  await context.close();
});
