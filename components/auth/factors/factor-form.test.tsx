import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { BackupCodeSheet } from "@/components/account/security/backup-code-sheet";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import { FactorForm } from "./factor-form";
import { canUsePasskeys } from "./passkey-support";

const shared = { purpose: "step_up" as const, submitLabel: "Confirm" };
const button = (name: string) => screen.getByRole("button", { name });

it("sends a code to the phone first, then asks for it", async () => {
  const calls = answerWith(() => ({ body: { method: "sms", sentTo: "+44 … 123", expiresAt: "" } }));
  const onAnswer = vi.fn(async () => {});
  const { user } = show(<FactorForm methods={["sms"]} {...shared} onAnswer={onAnswer} />);
  await user.click(button("Send code"));
  const field = await screen.findByLabelText("Code from the text message");
  expect(screen.getByText("Sent to +44 … 123.")).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(calls[0]?.body).toEqual({ method: "sms", purpose: "step_up" });
  await user.type(field, "123456{Enter}");
  await waitFor(() => expect(onAnswer).toHaveBeenCalledWith({ method: "sms", code: "123456" }));
  await user.click(button("Send another code"));
  await waitFor(() => expect(calls).toHaveLength(2));
});

it("says why no code could be sent", async () => {
  answerWith(() => refusal(429, "Wait a minute before the next code."));
  const { user } = show(<FactorForm methods={["email"]} {...shared} onAnswer={async () => {}} />);
  await user.click(button("Send code"));
  expect((await screen.findByRole("alert")).textContent).toBe("Wait a minute before the next code.");
});

it("changes the method, but not while an answer is being checked", async () => {
  const checked = pending<void>();
  const onAnswer = vi.fn(() => checked.promise);
  const { user } = show(<FactorForm methods={["totp", "backup_code", "password"]} {...shared} onAnswer={onAnswer} />);
  await user.type(screen.getByLabelText("Code from your authenticator app"), "123456{Enter}");
  await waitFor(() => expect(button("Backup code")).toHaveProperty("disabled", true));
  checked.end();
  await waitFor(() => expect(button("Backup code")).toHaveProperty("disabled", false));
  await user.click(button("Password"));
  await user.type(screen.getByLabelText("Password"), "secret{Enter}");
  await waitFor(() => expect(onAnswer).toHaveBeenLastCalledWith({ method: "password", password: "secret" }));
});

it("puts the server's message beside the only field", async () => {
  answerWith(() => refusal(422, "Refused.", [{ path: "code", message: "Enter the code." }]));
  const { api } = await import("@/lib/http/client/api");
  const onAnswer = async ({ code }: { code?: string }) => {
    await api("POST", "/account/step-up", { body: { method: "totp", code } });
  };
  const { user } = show(<FactorForm methods={["totp"]} {...shared} onAnswer={onAnswer} />);
  await user.type(screen.getByLabelText("Code from your authenticator app"), "1{Enter}");
  expect(await screen.findByText("Enter the code.")).toBeDefined();
});

it("says that a passkey was not used", async () => {
  answerWith(() => ({ body: { method: "passkey", expiresAt: "", options: { challenge: "x" } } }));
  const { user } = show(<FactorForm methods={["passkey"]} {...shared} onAnswer={async () => {}} />);
  await user.click(button("Use passkey"));
  expect((await screen.findByRole("alert")).textContent).toContain("The passkey was not used");
});

it("offers passkeys only where browsers have them", () => {
  vi.stubGlobal("isSecureContext", true);
  expect(canUsePasskeys()).toBe(false);
  vi.stubGlobal("PublicKeyCredential", class {});
  expect(canUsePasskeys()).toBe(true);
  vi.stubGlobal("isSecureContext", false);
  expect(canUsePasskeys()).toBe(false);
});

it("lets backup codes go only after they were kept", async () => {
  const onDone = vi.fn();
  const { user } = show(<BackupCodeSheet codes={["aaaa-1111", "bbbb-2222"]} onDone={onDone} />);
  expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual(["aaaa-1111", "bbbb-2222"]);
  const done = screen.getAllByRole("button").at(-1);
  expect(done).toHaveProperty("disabled", true);
  await user.click(screen.getByRole("checkbox"));
  await user.click(done ?? document.body);
  expect(onDone).toHaveBeenCalledOnce();
});
