import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { generateSync } from "otplib";
import { statement } from "./panel-database";
import { call, newPerson, signIn } from "./people";

async function authenticator(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return session;
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in$/);
}

async function enterPassword(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address or panel username").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("an authenticator app is set up by its wizard, and is required after the password", async ({ browser }) => {
  const { page, person } = await newPerson(browser, "Totp");
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Set up Authenticator app" }).click();
  await page.getByRole("button", { name: "Show the code to scan" }).click();
  await expect(page.getByAltText("QR code for the authenticator app")).toBeVisible();
  const secret = ((await page.getByRole("dialog").locator("code").first().textContent()) ?? "").trim();
  await page.getByLabel("Code from the app").fill(generateSync({ secret }));
  await page.getByRole("button", { name: "Confirm" }).click();
  const codes = page.getByRole("list", { name: "Backup codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  // Shown this once: neither Escape nor a click beside closes them.
  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  await expect(page.getByRole("dialog").getByRole("button", { name: "Close" })).toHaveCount(0);
  await expect(codes).toHaveCount(10);
  const backupCode = (await codes.first().textContent()) ?? "";
  await page.getByLabel("I saved the codes").check();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("10 codes left")).toBeVisible();

  await signOut(page);
  await enterPassword(page, person);
  const field = page.getByLabel("Code from your authenticator app");
  await expect(field).toHaveAttribute("autocomplete", "one-time-code");
  await field.fill("000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "newest code" })).toBeVisible();
  expect((await call(page, "GET", "/api/servers")).status()).toBe(401);
  await page.getByRole("button", { name: "Backup code" }).click();
  await page.getByLabel("Backup code").fill(backupCode);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
});

test("a passkey signs in alone, and confirms a sensitive action, which then continues", async ({ browser }) => {
  const { page, person } = await newPerson(browser, "Passkey");
  await authenticator(page);
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Add passkey" }).click();
  await page.getByLabel("Name, to recognise it by").fill("Test key");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("I saved the codes").check();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("Test key")).toBeVisible();

  await signOut(page);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();

  await statement(
    "UPDATE session SET auth_at = now() - interval '1 hour', mfa_at = now() - interval '1 hour' WHERE user_id = (SELECT id FROM app_user WHERE email = $1)",
    [person.email],
  );
  await page.goto("/account/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByLabel("Name").fill("Deploy");
  await page.getByRole("button", { name: "Create token" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.getByRole("button", { name: "Use passkey" }).click();
  await expect(page.getByText("Copy it now: it is not shown again.")).toBeVisible();
});

test("ending a session in another browser notifies its open page within a second", async ({ browser }) => {
  const { page, person } = await newPerson(browser, "Twice");
  const other = await (await browser.newContext()).newPage();
  const network = await other.context().newCDPSession(other);
  await network.send("Network.enable");
  const frames: string[] = [];
  network.on("Network.webSocketFrameReceived", ({ response }) => frames.push(response.payloadData));
  await signIn(other, person);
  await expect.poll(() => frames.some((frame) => frame.includes("signin_success"))).toBe(true);
  await expect.poll(() => frames.some((frame) => frame.includes("subscription_succeeded"))).toBe(true);

  await page.goto("/account/sessions");
  await expect(page.getByRole("listitem").filter({ hasText: "new device" })).toBeVisible();
  const ended = other.waitForURL(/\/sign-in\?ended=revoked$/, { waitUntil: "commit" });
  const startedAt = performance.now();
  await page.getByRole("button", { name: /^End the session of/ }).click();
  await ended;
  const notifiedMs = performance.now() - startedAt;
  console.log(`revoked to notified: ${Math.round(notifiedMs)} ms, with the click and its request`);
  expect(notifiedMs).toBeLessThan(1000);
  await expect(other.getByText("This session was ended from another device.")).toBeVisible();
  expect((await call(other, "GET", "/api/servers")).status()).toBe(401);
  // That the server closes its sockets is tested where they are (lib/realtime/embedded): a browser reports no closing of
  // a page that navigates at the same moment.
});
