/** Whether this page can use passkeys: on https (and localhost) only, and never at an IP address (WebAuthn, 5.1.2). */
export function canUsePasskeys(): boolean {
  return window.isSecureContext && "PublicKeyCredential" in window && !/^[\d.]+$|^\[/.test(window.location.hostname);
}
