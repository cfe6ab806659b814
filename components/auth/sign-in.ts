/**
 * Signs in through next-auth's own credentials flow without its client bundle: a CSRF token, then the callback. Resolves
 * with null on success, else with what to tell the person.
 */
export async function signInWith(email: string, password: string): Promise<string | null> {
  try {
    const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: "/" }),
    });
    if (response.ok) return null;
    const { url } = await response.json();
    const code = new URL(url, window.location.href).searchParams.get("error") ?? "";
    return messages[code] ?? "Signing in failed. Try again in a moment.";
  } catch {
    return "The panel cannot be reached. Check your connection and try again.";
  }
}

const messages: Record<string, string> = {
  CredentialsSignin: "The e-mail address or the password is not right.",
  rate_limited: "Too many attempts. Wait 15 minutes and try again.",
  sign_in_busy: "Many people are signing in at once. Try again in a few seconds.",
  database_unavailable: "The panel's database is away. Try again in a few seconds.",
};
