import type { useTranslations } from "next-intl";
import { fieldOf } from "@/lib/core/records";
import { api } from "@/lib/http/client/api";
import { ApiError } from "@/lib/http/client/problem";

type Texts = ReturnType<typeof useTranslations<"auth.factors">>;

/** The browser part of passkeys. Its library is loaded at the first use. */
export async function signWithPasskey(options: unknown) {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  return { ...(await startAuthentication({ optionsJSON: options as never })) };
}

export async function makePasskey(options: unknown) {
  const { startRegistration } = await import("@simplewebauthn/browser");
  return { ...(await startRegistration({ optionsJSON: options as never })) };
}

/** Signs in with a passkey only. */
export async function signInByPasskey(remember: boolean): Promise<void> {
  const credential = await signWithPasskey(await api("POST", "/auth/passkey/options"));
  await api("POST", "/auth/passkey", { body: { credential, remember } });
}

/** The message for an error of a passkey operation. */
export function explainPasskey(t: Texts, error: unknown): string {
  if (error instanceof ApiError) return error.message;
  if (fieldOf(error, "name") === "InvalidStateError") return t("thisDeviceAlreadyHolds");
  return t("thePasskeyWasNot");
}
