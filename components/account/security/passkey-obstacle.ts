import { canUsePasskeys } from "@/components/auth/factors/passkey-support";

/** Why this page cannot use passkeys and what to do about it, or null. For the browser. */
export function passkeyObstacle(): string | null {
  if (canUsePasskeys()) return null;
  if (!window.isSecureContext) return "Passkeys work on https only. Open the panel at its https address.";
  if (!("PublicKeyCredential" in window)) return "This browser has no passkeys.";
  return "Passkeys do not work for an IP address. Open the panel by its host name.";
}
