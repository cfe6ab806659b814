import { type APIRequestContext, type Browser, expect, type Page } from "@playwright/test";

/** People of the tests: each signs up again, so that no test depends on another. */
export type Person = { email: string; password: string; name: string };
type Credentials = Pick<Person, "email" | "password">;

let counter = 0;

export function somebody(name: string): Person {
  counter++;
  return {
    name,
    email: `${name.toLowerCase()}-${Date.now()}-${counter}@example.net`,
    password: "a-long-enough-password",
  };
}

export const administrator: Person = {
  name: "Administrator",
  email: "admin@example.net",
  password: "correct-horse-battery-staple",
};

/** By the form, which is the subject of few journeys: the others sign up and in by the API, in a third of the time. */
export async function signUpByForm(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("Name").fill(person.name);
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
}

export async function signInByForm(page: Page, person: Credentials): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address or panel username").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
}

/** Opens the dashboard with a new session. */
export async function signIn(page: Page, { email, password }: Credentials): Promise<void> {
  const answer = await send(page, "/api/auth/sign-in", { email, password });
  expect(answer.status(), await answer.text()).toBe(200);
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Dashboard" })).toBeVisible();
}

export async function signUp(page: Page, person: Person): Promise<void> {
  const answer = await send(page, "/api/account/register", person);
  expect(answer.ok(), await answer.text()).toBe(true);
  await signIn(page, person);
}

/** A page of its own browser context, signed up as a new user. */
export async function newPerson(browser: Browser, name: string): Promise<{ page: Page; person: Person }> {
  const page = await (await browser.newContext()).newPage();
  const person = somebody(name);
  await signUp(page, person);
  return { page, person };
}

/** For requests before the page shows anything of the panel. */
function send(page: Page, path: string, data: unknown) {
  const origin = process.env.E2E_URL ?? "";
  return page.context().request.post(`${origin}${path}`, { data, headers: { origin } });
}

/** Calls the API with the page's session, from the panel's own origin. */
export async function call(page: Page, method: string, path: string, data?: unknown) {
  const request: APIRequestContext = page.context().request;
  const origin = new URL(page.url()).origin;
  return request.fetch(path, { method, data, headers: { origin } });
}

/** Creates a server by the API and waits until it is online. */
export async function onlineServer(
  page: Page,
  name: string,
): Promise<{ id: string; panel: { username: string; password: string } }> {
  const created = await call(page, "POST", "/api/servers", {
    name,
    memory: 0.5,
    diskSpace: 1,
    cpu: 0.5,
    template: "sample-game",
  });
  expect(created.status()).toBe(201);
  const server = await created.json();
  await expect
    .poll(async () => (await (await call(page, "GET", `/api/servers/${server.id}`)).json()).status)
    .toBe("online");
  return server;
}

export async function removeServer(page: Page, id: string): Promise<void> {
  expect((await call(page, "DELETE", `/api/servers/${id}`)).status()).toBe(202);
  await expect.poll(async () => (await call(page, "GET", `/api/servers/${id}`)).status()).toBe(404);
}
