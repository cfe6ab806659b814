import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { show } from "@/components/testing/show";
import { CredentialsForm } from "./credentials-form";
import { SignInForm } from "./sign-in-form";

type Answer = { status: number; body: unknown; retryAfter?: string };
let answers: Record<string, Answer>;
let sent: { path: string; body: string }[];

beforeEach(() => {
  sent = [];
  answers = { "/api/auth/csrf": { status: 200, body: { csrfToken: "c" } } };
  vi.stubGlobal("fetch", async (path: string, init: RequestInit = {}) => {
    sent.push({ path, body: String(init.body ?? "") });
    const { status, body, retryAfter } = answers[path] ?? { status: 404, body: {} };
    const headers = new Headers({ "content-type": status >= 400 ? "application/problem+json" : "application/json" });
    if (retryAfter) headers.set("retry-after", retryAfter);
    return new Response(JSON.stringify(body), { status, headers });
  });
});

const callback = "/api/auth/callback/credentials";
const email = () => screen.getByLabelText("E-mail address or panel username");
const password = () => screen.getByLabelText("Password");

it("signs in with what was typed", async () => {
  answers[callback] = { status: 200, body: { url: "/" } };
  const onSignedIn = vi.fn();
  const { user } = show(<SignInForm notice="Your session has ended." onSignedIn={onSignedIn} />);
  expect(screen.getByRole("status").textContent).toBe("Your session has ended.");
  await user.type(email(), "ada@example.net");
  await user.type(password(), "secret password");
  await user.click(screen.getByLabelText("Keep me signed in"));
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
  const fields = new URLSearchParams(sent.at(-1)?.body);
  expect(fields.get("email")).toBe("ada@example.net");
  expect(fields.get("password")).toBe("secret password");
  expect(fields.get("remember")).toBe("true");
  // The next page is being loaded.
  expect(screen.getByRole("button", { name: "Sign in" }).dataset.loading).toBe("true");
});

it.each([
  ["CredentialsSignin", "The e-mail address or the password is wrong."],
  ["database_unavailable", "The panel's database is not available. Try again in a few seconds."],
  ["something_else", "Signing in failed. Try again in a moment."],
])("explains a refusal: %s", async (code, message) => {
  answers[callback] = { status: 401, body: { code } };
  const { user } = show(<SignInForm notice="Your session has ended." onSignedIn={() => {}} />);
  await user.type(email(), "ada@example.net");
  await user.type(password(), "guess{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe(message);
  expect(screen.queryByRole("status")).toBeNull();
  expect(password()).toHaveProperty("value", "guess");
});

it("says how long to wait after too many attempts", async () => {
  answers[callback] = { status: 429, body: {}, retryAfter: "240" };
  const { user } = show(<SignInForm notice={null} onSignedIn={() => {}} />);
  await user.type(email(), "ada@example.net");
  await user.type(password(), "guess{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("Wait 4 minutes");
});

it("asks for the second factor, which can be tried again, and starts again", async () => {
  answers[callback] = { status: 403, body: { code: "two_factor_required", methods: ["totp", "backup_code"] } };
  const problem = { title: "", status: 403, detail: "The code is wrong.", code: "wrong_code", requestId: "" };
  answers["/api/auth/second-factor"] = { status: 403, body: problem };
  const onSignedIn = vi.fn();
  const { user } = show(<SignInForm notice={null} onSignedIn={onSignedIn} />);
  await user.type(email(), "ada@example.net");
  await user.type(password(), "right{Enter}");
  const code = await screen.findByLabelText("Code from your authenticator app");
  await waitFor(() => expect(document.activeElement).toBe(code));
  await user.type(code, "000000{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("The code is wrong.");
  answers["/api/auth/second-factor"] = { status: 200, body: {} };
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  await waitFor(() => expect(onSignedIn).toHaveBeenCalledOnce());
  await user.click(screen.getByRole("button", { name: "Start again" }));
  expect(email()).toBeDefined();
});

it("says that an attempt is over", async () => {
  answers[callback] = { status: 403, body: { code: "two_factor_required", methods: ["totp"] } };
  const problem = { title: "", status: 410, detail: "Over.", code: "challenge_over", requestId: "" };
  answers["/api/auth/second-factor"] = { status: 410, body: problem };
  const { user } = show(<SignInForm notice={null} onSignedIn={() => {}} />);
  await user.type(email(), "ada@example.net");
  await user.type(password(), "right{Enter}");
  await user.type(await screen.findByLabelText("Code from your authenticator app"), "000000{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("This attempt is over. Start again with your password.");
});

async function fillIn(user: ReturnType<typeof show>["user"]) {
  await user.type(screen.getByLabelText("Name"), "Ada");
  await user.type(screen.getByLabelText("E-mail address"), "ada@example.net");
  await user.type(password(), "a rather long password");
  await user.click(screen.getByRole("button", { name: /Create/ }));
}

it("an account that has to be confirmed says where the mail went", async () => {
  answers["/api/account/register"] = { status: 202, body: { confirmationRequired: true } };
  const { user } = show(<CredentialsForm mode="sign-up" />);
  await fillIn(user);
  expect((await screen.findByRole("status")).textContent).toContain("A mail is on its way to ada@example.net.");
});

it("an address with an account gets the same answer as others, and its password does not work", async () => {
  answers["/api/account/register"] = { status: 202, body: { confirmationRequired: false } };
  answers[callback] = { status: 401, body: { code: "CredentialsSignin" } };
  const { user } = show(<CredentialsForm mode="sign-up" />);
  await fillIn(user);
  expect((await screen.findByRole("alert")).textContent).toContain("may already have an account");
});

it("the first administrator is created with the token of the set-up link", async () => {
  answers["/api/setup"] = { status: 201, body: {} };
  answers[callback] = { status: 401, body: { code: "sign_in_busy" } };
  const { user } = show(<CredentialsForm mode="setup" token="t" />);
  await fillIn(user);
  expect((await screen.findByRole("alert")).textContent).toContain("Many people are signing in at once.");
  expect(JSON.parse(sent[0]?.body ?? "")).toMatchObject({ token: "t", email: "ada@example.net" });
});
