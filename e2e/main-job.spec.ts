import { expect, test } from "@playwright/test";
import { newPerson, onlineServer, removeServer, signUp, signUpByForm, somebody } from "./people";

const setUpSteps = [
  "Reserve the port",
  "Pull the image",
  "Network and volume",
  "Install",
  "Create the container",
  "Start",
  "Wait for the game",
];

test("a new user signs up, creates a server, follows its steps, sends a command and deletes it", async ({ page }) => {
  await signUpByForm(page, somebody("Ada"));
  await page.getByRole("link", { name: "Create server" }).click();
  await page.getByRole("radio", { name: "Sample game" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Ada's world");
  await page.getByRole("button", { name: "Create server" }).click();

  await page.waitForURL(/\/servers\/srv_/);
  await expect(page.getByRole("heading", { name: "Ada's world" })).toBeVisible();
  await expect(page.getByText("online", { exact: true }).first()).toBeVisible();
  // What was done stays, with the time that it took and the address.
  const progress = page.getByRole("region", { name: "Progress" });
  await expect(progress.getByRole("heading", { name: /^Online in / })).toBeVisible();
  await expect(progress.getByRole("listitem")).toHaveCount(7);
  await progress.getByRole("button", { name: "Close the progress" }).click();
  await expect(progress).toBeHidden();
  // The credentials are there without asking, this once.
  await page.getByRole("button", { name: "Connect" }).click();
  const connect = page.getByRole("dialog", { name: "Connect to Ada's world" });
  await expect(connect.getByRole("button", { name: "Copy RCON password" })).toBeVisible();
  await expect(connect.getByRole("img", { name: /as a QR code$/ })).toBeVisible();
  await page.keyboard.press("Escape");

  const console = page.getByRole("log", { name: "Console" });
  await expect(console).toContainText("For help, type");
  await page.getByLabel("Command", { exact: true }).fill("list");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(console).toContainText("of a max of 20 players");

  const tabs = page.getByRole("navigation", { name: "Server" });
  await tabs.getByRole("link", { name: "Timeline" }).click();
  await expect(page).toHaveURL(/\/timeline$/);
  for (const step of setUpSteps) {
    await expect(page.getByRole("listitem").filter({ hasText: step }).first()).toBeVisible();
  }
  // After a reload the secrets are masked, and an audited reveal shows them again.
  await page.reload();
  await page.getByRole("button", { name: "Connect" }).click();
  await expect(connect.getByRole("button", { name: "Copy RCON password" })).toHaveCount(0);
  await connect.getByRole("button", { name: "Reveal credentials" }).click();
  await expect(connect.getByRole("button", { name: "Copy RCON password" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(connect).toBeHidden();

  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("offline", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByText("online", { exact: true }).first()).toBeVisible();

  await tabs.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByLabel("Type Ada's world to confirm").fill("Ada's world");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/\/servers$/);
  await expect(page.getByText("No servers yet.")).toBeVisible();
});

test("every step arrives live over the socket", async ({ page }) => {
  const frames: string[] = [];
  page.on("websocket", (socket) => socket.on("framereceived", (frame) => frames.push(String(frame.payload))));
  await signUp(page, somebody("Lin"));
  const server = await onlineServer(page, "Socket world");
  await page.goto(`/servers/${server.id}`);
  await expect.poll(() => frames.some((frame) => frame.includes("subscription_succeeded"))).toBe(true);
  await page.getByRole("button", { name: "Restart" }).click();
  await expect.poll(() => frames.filter((frame) => frame.includes("provisioning.step")).length).toBeGreaterThan(4);
  await expect
    .poll(() => frames.some((frame) => frame.includes("server.status") && frame.includes("online")))
    .toBe(true);
  await removeServer(page, server.id);
});

test("the page updates by plain GET when the socket is not connected", async ({ page }) => {
  await page.routeWebSocket(/\/app\//, (socket) => socket.close());
  await signUp(page, somebody("Sol"));
  await page.goto("/servers/new");
  await page.getByRole("radio", { name: "Sample game" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Quiet world");
  await page.getByRole("button", { name: "Create server" }).click();
  await page.waitForURL(/\/servers\/srv_/);
  await expect(page.getByText("online", { exact: true }).first()).toBeVisible({ timeout: 20_000 });
  await removeServer(page, page.url().split("/").at(-1) ?? "");
});

test("a list shows states live, and a refused form keeps what was typed", async ({ browser }) => {
  const { page } = await newPerson(browser, "Kim");
  const server = await onlineServer(page, "Listed world");
  await page.goto("/servers");
  const row = page.getByRole("row").filter({ hasText: "Listed world" });
  await expect(row).toContainText("online");
  const second = await page.context().newPage();
  await second.goto(`/servers/${server.id}`);
  await second.getByRole("button", { name: "Stop" }).click();
  await expect(row).toContainText("offline");
  await page.goto("/servers/new");
  await page.getByRole("radio", { name: "Sample game" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Too big");
  await page.getByLabel("Memory (GiB)").fill("900");
  await page.getByRole("button", { name: "Create server" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "quota" })).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Too big");
  await removeServer(page, server.id);
});

test("the panel login opens its own server only", async ({ browser }) => {
  const { page } = await newPerson(browser, "Owner");
  const server = await onlineServer(page, "Shared world");
  const other = await onlineServer(page, "Private world");
  const guest = await (await browser.newContext()).newPage();
  await guest.goto("/sign-in");
  await guest.getByLabel("E-mail address or panel username").fill(server.panel.username);
  await guest.getByLabel("Password", { exact: true }).fill(server.panel.password);
  await guest.getByRole("button", { name: "Sign in" }).click();
  await guest.waitForURL(new RegExp(`/servers/${server.id}$`));
  await guest.goto("/servers");
  await expect(guest.getByText("Shared world")).toBeVisible();
  await expect(guest.getByText("Private world")).toHaveCount(0);
  expect((await guest.goto(`/servers/${other.id}`))?.status()).toBe(404);
  await guest.goto(`/servers/${server.id}`);
  await expect(guest.getByRole("button", { name: "Restart" })).toBeVisible();
  await expect(guest.getByRole("navigation", { name: "Server" }).getByRole("link")).toHaveText([
    "Console",
    "Timeline",
    "Figures",
  ]);
  expect((await guest.goto(`/servers/${server.id}/settings`))?.status()).toBe(404);
  for (const path of ["/account", "/servers/new", "/admin"]) expect((await guest.goto(path))?.status(), path).toBe(404);
  // Its session ends. The typed command is sent after signing in again.
  await guest.goto(`/servers/${server.id}`);
  const command = guest.getByLabel("Command", { exact: true });
  await expect(command).toBeEnabled();
  await command.fill("say typed before the end");
  await guest.context().clearCookies();
  await guest.getByRole("button", { name: "Send" }).click();
  const again = guest.getByRole("dialog", { name: "Sign in again" });
  await again.getByLabel("E-mail address or panel username").fill(server.panel.username);
  await again.getByLabel("Password", { exact: true }).fill(server.panel.password);
  await again.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(again).toBeHidden();
  await expect(guest.getByRole("log", { name: "Console" })).toContainText("[Rcon] typed before the end");
  await removeServer(page, server.id);
  await removeServer(page, other.id);
});

test("the keyboard alone opens a server through the command palette", async ({ page }) => {
  await signUp(page, somebody("Keys"));
  const search = page.getByRole("combobox", { name: "Search pages and servers" });
  // A key that is pressed before the page's scripts run is lost.
  await expect(async () => {
    if (!(await search.isVisible())) await page.keyboard.press("Control+k");
    await expect(search).toBeFocused({ timeout: 2_000 });
  }).toPass();
  await page.keyboard.type("Create a");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/servers\/new$/);
});

test("a server is restarted from any page by typing it, and stopped from its card", async ({ page }) => {
  await signUp(page, somebody("Palette"));
  const { id } = await onlineServer(page, "Typed world");
  await page.goto("/account");
  const search = page.getByRole("combobox", { name: "Search pages and servers" });
  await expect(async () => {
    if (!(await search.isVisible())) await page.keyboard.press("Control+k");
    await expect(search).toBeFocused({ timeout: 2_000 });
  }).toPass();
  await page.keyboard.type("restart typed");
  await expect(page.getByRole("option", { name: /^Restart Typed world/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Restarting Typed world.")).toBeVisible();
  // The dashboard follows it live, and has its power buttons.
  await page.goto("/");
  const card = page.getByRole("list", { name: "Servers" }).getByRole("listitem").filter({ hasText: "Typed world" });
  await expect(card.getByText("online", { exact: true })).toBeVisible({ timeout: 30_000 });
  await card.getByRole("button", { name: "Stop Typed world" }).click();
  await expect(card.getByText("offline", { exact: true })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "Offline 1" }).click();
  await expect(page).toHaveURL(/state=offline$/);
  await expect(card).toBeVisible();
  await page.getByRole("link", { name: "Online 0" }).click();
  await expect(page.getByText("No server is in this state.")).toBeVisible();
  await removeServer(page, id);
});
