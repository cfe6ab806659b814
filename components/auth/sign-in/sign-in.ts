import type { FactorMethod } from "@/lib/auth/factors/contract";
import { fetchAgain } from "@/lib/http/client/send";

export type SignInOutcome =
  | { outcome: "signed_in" }
  | { outcome: "second_step"; methods: FactorMethod[] }
  | { outcome: "refused"; message: string };

/**
 * Signs in through next-auth's own credentials flow without its client bundle: a CSRF token, then the callback. A right
 * password that needs a second factor leaves a cookie for the second step.
 */
export async function signInWith(email: string, password: string, remember = false): Promise<SignInOutcome> {
  try {
    const { csrfToken } = await (await fetchAgain("/api/auth/csrf")).json();
    const fields = { csrfToken, email, password, remember: String(remember), json: "true", callbackUrl: "/" };
    const response = await fetchAgain("/api/auth/callback/credentials", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields),
    });
    if (response.ok) return { outcome: "signed_in" };
    if (response.status === 429)
      return { outcome: "refused", message: waitMessage(response.headers.get("retry-after")) };
    const answer = (await response.json()) as { url?: string; code?: string; methods?: FactorMethod[] };
    const code = answer.code ?? new URL(answer.url ?? "/", window.location.href).searchParams.get("error") ?? "";
    if (code === "two_factor_required") return { outcome: "second_step", methods: answer.methods ?? [] };
    return { outcome: "refused", message: messages[code] ?? "Signing in failed. Try again in a moment." };
  } catch {
    return { outcome: "refused", message: "The panel cannot be reached. Check your connection and try again." };
  }
}

function waitMessage(retryAfter: string | null): string {
  const minutes = Math.max(1, Math.ceil(Number(retryAfter ?? 900) / 60));
  return `Too many attempts. Wait ${minutes === 1 ? "a minute" : `${minutes} minutes`} and try again.`;
}

const messages: Record<string, string> = {
  CredentialsSignin: "The e-mail address or the password is wrong.",
  sign_in_busy: "Many people are signing in at once. Try again in a few seconds.",
  database_unavailable: "The panel's database is not available. Try again in a few seconds.",
};
