/**
 * Why this page cannot use passkeys, or null. Browsers offer them on https (and localhost) only, and never for an IP
 * address (WebAuthn, 5.1.2). For the browser.
 */
export function passkeyObstacle(): string | null {
  if (!window.isSecureContext) return "Passkeys work on https only. Open the panel at its https address.";
  if (/^[\d.]+$|^\[/.test(window.location.hostname)) {
    return "Passkeys do not work for an IP address. Open the panel by its host name.";
  }
  return "PublicKeyCredential" in window ? null : "This browser has no passkeys.";
}
