import { expect, type Page, test } from "@playwright/test";
import { assertAccessible } from "./accessible";
import { administrator, call, signIn, signUp, somebody } from "./people";

const document = (page: Page) => page.locator("html");

test("the sign-in page speaks the browser's language, and another one that is chosen", async ({ browser }) => {
  const context = await browser.newContext({ locale: "ar-EG", viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await expect(document(page)).toHaveAttribute("lang", "ar");
  await expect(document(page)).toHaveAttribute("dir", "rtl");
  await expect(page.getByRole("heading", { name: "تسجيل الدخول" })).toBeVisible();
  await assertAccessible(page, "sign-in in Arabic");
  await page.getByRole("combobox", { name: "اللغة" }).selectOption("Deutsch");
  await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible();
  await expect(document(page)).toHaveAttribute("dir", "ltr");
  await context.close();
});

test("the language of an account goes with it to every browser", async ({ browser }) => {
  const person = somebody("Lara");
  const page = await (await browser.newContext()).newPage();
  await signUp(page, person);
  await page.goto("/account");
  await page.getByRole("radio", { name: "Español" }).click();
  await expect(page.getByRole("heading", { name: "Cuenta", level: 1 })).toBeVisible();
  const other = await (await browser.newContext({ locale: "de-DE" })).newPage();
  await other.goto("/sign-in");
  await expect(document(other)).toHaveAttribute("lang", "de");
  const origin = new URL(other.url()).origin;
  const { email, password } = person;
  const answer = await other
    .context()
    .request.post("/api/auth/sign-in", { data: { email, password }, headers: { origin } });
  expect(answer.status()).toBe(200);
  await other.goto("/");
  await expect(document(other)).toHaveAttribute("lang", "es");
  await expect(other.getByRole("heading", { name: "Panel principal" })).toBeVisible();
  expect((await (await call(other, "GET", "/api/account")).json()).locale).toBe("es");
});

test("pages in Arabic break no accessibility rule, and nothing scrolls sideways", async ({ browser }) => {
  test.setTimeout(90_000);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  const page = await context.newPage();
  await signIn(page, administrator);
  const origin = new URL(page.url()).origin;
  await context.addCookies([{ name: "lightnode_locale", value: "ar", url: origin }]);
  for (const path of [
    "/",
    "/servers/new",
    "/account",
    "/account/security",
    "/account/notifications",
    "/notifications",
  ]) {
    await page.goto(path);
    await expect(document(page)).toHaveAttribute("dir", "rtl");
    await assertAccessible(page, `${path} in Arabic`);
  }
  await context.close();
});
