import type { useTranslations } from "next-intl";
import type { FactorMethod } from "@/lib/auth/factors/contract";
import { fetchAgain } from "@/lib/http/client/send";

type Texts = ReturnType<typeof useTranslations<"auth.signIn">>;

export type SignInOutcome =
  | { outcome: "signed_in" }
  | { outcome: "second_step"; methods: FactorMethod[] }
  | { outcome: "refused"; message: string };

/**
 * Signs in through next-auth's own credentials flow without its client bundle: a CSRF token, then the callback. A right
 * password that needs a second factor leaves a cookie for the second step.
 */
export async function signInWith(t: Texts, email: string, password: string, remember = false): Promise<SignInOutcome> {
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
      return { outcome: "refused", message: waitMessage(t, response.headers.get("retry-after")) };
    const answer = (await response.json()) as { url?: string; code?: string; methods?: FactorMethod[] };
    const code = answer.code ?? new URL(answer.url ?? "/", window.location.href).searchParams.get("error") ?? "";
    if (code === "two_factor_required") return { outcome: "second_step", methods: answer.methods ?? [] };
    return { outcome: "refused", message: messages(t)[code] ?? t("signingInFailedTry") };
  } catch {
    return { outcome: "refused", message: t("thePanelCannotBe") };
  }
}

function waitMessage(t: Texts, retryAfter: string | null): string {
  const minutes = Math.max(1, Math.ceil(Number(retryAfter ?? 900) / 60));
  return t("tooManyAttemptsWait", { minutes });
}

const messages = (t: Texts): Record<string, string> => ({
  CredentialsSignin: t("theEMailAddress"),
  sign_in_busy: t("manyPeopleAreSigning"),
  database_unavailable: t("thePanelsDatabaseIs"),
});
