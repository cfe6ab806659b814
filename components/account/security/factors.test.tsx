import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import FactorWizard from "./factor-wizard";
import { type FactorsView, SecurityFactors } from "./security-factors";

const used = { createdAt: "2026-05-04T10:00:00.000Z", lastUsedAt: null };
const view: FactorsView = {
  factors: [{ method: "totp", hint: null, ...used }],
  passkeys: [{ id: "psk_1", name: "Laptop", synced: true, ...used }],
  backupCodesLeft: 2,
  smsAvailable: false,
  required: false,
};

it("lists what is set up and what is available", () => {
  show(<SecurityFactors view={view} mustEnrol />);
  expect(screen.getByRole("status").textContent).toContain("Your role needs a second factor.");
  expect(screen.getByRole("button", { name: "Remove Laptop" })).toBeDefined();
  expect(screen.getByRole("button", { name: "Remove Authenticator app" })).toBeDefined();
  expect(screen.getByRole("button", { name: "Set up E-mail" })).toBeDefined();
  // The panel cannot send text messages.
  expect(screen.queryByText("Text message")).toBeNull();
  const codes = screen.getByText("2 codes left").closest("li");
  expect(codes && within(codes).getByText("few left")).toBeTruthy();
});

it("removes a factor and a passkey", async () => {
  const calls = answerWith(() => ({ status: 200 }));
  const { user, toasts } = show(<SecurityFactors view={view} mustEnrol={false} />);
  await user.click(screen.getByRole("button", { name: "Remove Authenticator app" }));
  await waitFor(() => expect(toasts[0]?.message).toBe("Authenticator app is removed."));
  await user.click(screen.getByRole("button", { name: "Remove Laptop" }));
  await waitFor(() => expect(toasts[1]?.message).toBe("The passkey is removed."));
  expect(calls.map(({ path }) => path)).toEqual(["/api/account/2fa/totp", "/api/account/2fa/passkeys/psk_1"]);
});

it("sets up an app: secret, code, then the backup codes, which must be confirmed", async () => {
  let isRight = false;
  const calls = answerWith(({ path }) => {
    if (path.endsWith("/setup")) return { body: { secret: "ABCD", otpauthUri: "otpauth://x", qrCode: "data:," } };
    return isRight ? { body: { backupCodes: ["aaaa-1111"] } } : refusal(403, "The code is wrong.");
  });
  const onClose = vi.fn();
  const { user } = show(<FactorWizard kind="totp" onClose={onClose} />);
  await user.click(screen.getByRole("button", { name: "Show the code to scan" }));
  expect(await screen.findByText("ABCD")).toBeDefined();
  const field = screen.getByLabelText("Code from the app");
  expect(screen.getByRole("button", { name: "Confirm" })).toHaveProperty("disabled", true);
  await user.type(field, "123456{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("The code is wrong.");
  isRight = true;
  await user.click(screen.getByRole("button", { name: "Confirm" }));
  expect(await screen.findByText("aaaa-1111")).toBeDefined();
  expect(calls.at(-1)?.body).toEqual({ code: "123456" });
  await user.keyboard("{Escape}");
  expect(onClose).not.toHaveBeenCalled();
});

it("asks for a phone number in its international form, and confirms its code", async () => {
  answerWith(({ path }) =>
    path.endsWith("/setup")
      ? { body: { sentTo: "+44 … 123", expiresAt: used.createdAt } }
      : { body: { backupCodes: null } },
  );
  const onClose = vi.fn();
  const { user } = show(<FactorWizard kind="sms" onClose={onClose} />);
  await user.type(screen.getByLabelText("Phone number"), "+44 7700 900123{Enter}");
  expect(await screen.findByText("A code was sent to +44 … 123.")).toBeDefined();
  await user.type(screen.getByLabelText("Code"), "123456{Enter}");
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
});

it("keeps the old backup codes if new ones cannot be created", async () => {
  answerWith(() => refusal(503, "The database is unavailable."));
  const { user } = show(<FactorWizard kind="backup_codes" onClose={() => {}} />);
  await user.click(screen.getByRole("button", { name: "Create ten new codes" }));
  expect((await screen.findByRole("alert")).textContent).toBe("The database is unavailable.");
  expect(screen.getByRole("button", { name: "Create ten new codes" })).toBeDefined();
});
