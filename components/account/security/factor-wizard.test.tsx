import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import FactorWizard from "./factor-wizard";
import { type FactorsView, SecurityFactors } from "./security-factors";

const passkey = vi.hoisted(() => ({ startRegistration: vi.fn(), startAuthentication: vi.fn() }));
vi.mock("@simplewebauthn/browser", () => ({ ...passkey, browserSupportsWebAuthn: () => true }));

const at = "2026-05-04T10:00:00.000Z";
const codes = ["aaaa-1111", "bbbb-2222"];
const none: FactorsView = { factors: [], passkeys: [], backupCodesLeft: 0, smsAvailable: true, required: false };
const button = (name: string) => screen.getByRole("button", { name });

it("names a passkey by its system, and adds it", async () => {
  passkey.startRegistration.mockResolvedValue({ id: "credential" });
  const calls = answerWith(({ path }) =>
    path.endsWith("/options") ? { body: { challenge: "c" } } : { status: 201, body: { backupCodes: null } },
  );
  const onClose = vi.fn();
  const { user } = show(<FactorWizard kind="passkey" onClose={onClose} />);
  const name = screen.getByLabelText("Name, to recognise it by");
  await waitFor(() => expect(name).not.toHaveProperty("value", ""));
  await user.clear(name);
  expect(button("Continue")).toHaveProperty("disabled", true);
  await user.type(name, "Office key{Enter}");
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(passkey.startRegistration).toHaveBeenCalledWith({ optionsJSON: { challenge: "c" } });
  expect(calls[1]?.body).toEqual({ name: "Office key", credential: { id: "credential" } });
});

it.each([
  ["InvalidStateError", "This device already holds a passkey for your account."],
  ["NotAllowedError", "The passkey was not used: the request was cancelled or took too long."],
])("says why no passkey was added: %s", async (name, message) => {
  passkey.startRegistration.mockRejectedValue(Object.assign(new Error("x"), { name }));
  const calls = answerWith(() => ({ body: {} }));
  const { user } = show(<FactorWizard kind="passkey" onClose={() => {}} />);
  await user.click(button("Continue"));
  expect((await screen.findByRole("alert")).textContent).toBe(message);
  expect(calls).toHaveLength(1);
});

it("says that the panel refused the passkey", async () => {
  passkey.startRegistration.mockResolvedValue({ id: "credential" });
  answerWith(({ path }) =>
    path.endsWith("/options") ? { body: {} } : refusal(409, "You have as many passkeys as an account may have."),
  );
  const { user } = show(<FactorWizard kind="passkey" onClose={() => {}} />);
  await user.click(button("Continue"));
  expect((await screen.findByRole("alert")).textContent).toContain("as many passkeys");
});

it("creates new backup codes, which close the dialog only when they were saved", async () => {
  const answer = pending<{ body: unknown }>();
  answerWith(() => answer.promise);
  const onClose = vi.fn();
  const { user } = show(<FactorWizard kind="backup_codes" onClose={onClose} />);
  await user.click(button("Create ten new codes"));
  await waitFor(() => expect(button("Create ten new codes").dataset.loading).toBe("true"));
  answer.end({ body: { backupCodes: codes } });
  const list = await screen.findByRole("list", { name: "Backup codes" });
  expect(
    within(list)
      .getAllByRole("listitem")
      .map(({ textContent }) => textContent),
  ).toEqual(codes);
  expect(screen.getByRole("dialog", { name: "Keep your backup codes" })).toBeDefined();
  expect(button("Done")).toHaveProperty("disabled", true);
  await user.keyboard("{Escape}");
  expect(onClose).not.toHaveBeenCalled();
  await user.click(button("Copy"));
  expect(await navigator.clipboard.readText()).toContain("bbbb-2222");
  expect(await screen.findByRole("button", { name: "Copied" })).toBeDefined();
  await user.click(screen.getByRole("checkbox", { name: /I saved the codes/ }));
  await user.click(button("Done"));
  expect(onClose).toHaveBeenCalledOnce();
});

it("keeps the phone number after a refusal, and sends the code to the corrected one", async () => {
  let isGood = false;
  const calls = answerWith(({ path }) => {
    if (!path.endsWith("/setup")) return { body: { backupCodes: null } };
    return isGood
      ? { body: { sentTo: "+44 … 123", expiresAt: at } }
      : refusal(422, "Refused.", [{ path: "phone", message: "Use a number that can receive text messages." }]);
  });
  const { user } = show(<FactorWizard kind="sms" onClose={() => {}} />);
  expect(button("Send a code")).toHaveProperty("disabled", true);
  await user.type(screen.getByLabelText("Phone number"), "+44 20 7946 0000{Enter}");
  expect(await screen.findByText("Use a number that can receive text messages.")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Phone number")));
  isGood = true;
  await user.click(button("Send a code"));
  expect((await screen.findByRole("status")).textContent).toBe("A code was sent to +44 … 123.");
  await user.type(screen.getByLabelText("Code"), "123456{Enter}");
  await waitFor(() => expect(calls.at(-1)?.path).toBe("/api/account/2fa/sms/confirm"));
});

it("sends the mail without asking for an address", async () => {
  const calls = answerWith(() => ({ body: { sentTo: "a…@example.net", expiresAt: at } }));
  const { user } = show(<FactorWizard kind="email" onClose={() => {}} />);
  await user.click(button("Send a code"));
  expect(await screen.findByText("A code was sent to a…@example.net.")).toBeDefined();
  expect(calls[0]?.path).toBe("/api/account/2fa/email/setup");
});

it("opens the set-up of the factor that was chosen, and loads the list again when it closes", async () => {
  answerWith(() => ({ body: {} }));
  const { user, router } = show(<SecurityFactors view={none} mustEnrol={false} />);
  await user.click(button("Set up Text message"));
  expect(await screen.findByRole("dialog", { name: "Set up codes by text message" })).toBeDefined();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(router.refresh).toHaveBeenCalled());
});

it("says why a factor cannot be removed, and keeps it", async () => {
  answerWith(() => refusal(409, "Your role needs a second factor."));
  const view = { ...none, factors: [{ method: "totp" as const, hint: null, createdAt: at, lastUsedAt: at }] };
  const { user, toasts } = show(<SecurityFactors view={view} mustEnrol={false} />);
  await user.click(button("Remove Authenticator app"));
  await waitFor(() => expect(toasts[0]?.message).toBe("Your role needs a second factor."));
  expect(button("Remove Authenticator app")).toBeDefined();
});
