import { screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import { CancelResetForm } from "./cancel-reset-form";
import { ResetPasswordForm } from "./reset-password-form";
import { VerifyEmailForm } from "./verify-email-form";

const token = "a".repeat(64);
afterEach(() => window.history.replaceState(null, "", "/"));

/** As if the page were opened by the link of a mail. */
function openedByLink(): void {
  window.history.replaceState(null, "", `/page#${token}`);
}

it("requests the mail for a password", async () => {
  const calls = answerWith(() => ({ status: 202 }));
  const { user } = show(<ResetPasswordForm />);
  await user.type(await screen.findByLabelText("E-mail address"), "ada@example.net{Enter}");
  expect((await screen.findByRole("status")).textContent).toContain("If the address has an account");
  expect(calls[0]?.body).toEqual({ email: "ada@example.net" });
});

it("sets a password by a link, whose token leaves the address bar", async () => {
  openedByLink();
  const calls = answerWith(() => ({}));
  const { user } = show(<ResetPasswordForm />);
  await user.type(await screen.findByLabelText("New password"), "a rather long password{Enter}");
  expect((await screen.findByRole("status")).textContent).toContain("Your password is changed");
  expect(calls[0]?.body).toEqual({ token, password: "a rather long password" });
  expect(window.location.hash).toBe("");
});

it("says that a link for a password is used up", async () => {
  openedByLink();
  answerWith(() => refusal(410, "The link was used already."));
  const { user } = show(<ResetPasswordForm />);
  await user.type(await screen.findByLabelText("New password"), "a rather long password{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("The link was used already.");
});

it("confirms an address by a click, not by opening the link", async () => {
  openedByLink();
  const calls = answerWith(() => ({ body: { email: "ada@example.net" } }));
  const { user } = show(<VerifyEmailForm />);
  const button = await screen.findByRole("button", { name: "Confirm address" });
  expect(calls).toEqual([]);
  await user.click(button);
  expect((await screen.findByRole("status")).textContent).toBe("ada@example.net is confirmed.");
});

it("offers a new mail where a link is over", async () => {
  openedByLink();
  answerWith(({ path }) => (path.endsWith("/verify") ? refusal(410, "The link has expired.") : { status: 202 }));
  const { user } = show(<VerifyEmailForm />);
  await user.click(await screen.findByRole("button", { name: "Confirm address" }));
  expect((await screen.findByRole("alert")).textContent).toBe("The link has expired.");
  await user.type(screen.getByLabelText("E-mail address"), "ada@example.net");
  await user.click(screen.getByRole("button", { name: "Send a new mail" }));
  await waitFor(() => expect(screen.getByRole("status").textContent).toContain("a mail is on its way"));
});

it("keeps the factors by a click", async () => {
  openedByLink();
  const calls = answerWith(() => ({}));
  const { user } = show(<CancelResetForm />);
  await user.click(await screen.findByRole("button", { name: "Keep my factors" }));
  expect((await screen.findByRole("status")).textContent).toContain("Your second factors stay.");
  expect(calls[0]?.body).toEqual({ token });
});

it("says that a link is not complete", async () => {
  show(<CancelResetForm />);
  expect(await screen.findByText(/This link is not complete/)).toBeDefined();
});
