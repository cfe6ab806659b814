import { isIP } from "node:net";
import { env } from "@/lib/core/env";
import { factorErrors } from "./errors";

/** Throws `passkeys_unavailable` where no browser can make or use one. */
export function requireRelyingParty(): void {
  if (!mayHavePasskeys()) throw factorErrors.passkeys_unavailable();
}

/** Whether the panel's address is a host name: an IP address cannot be a relying party (WebAuthn, 5.1.2). */
export function mayHavePasskeys(): boolean {
  return isIP(new URL(env().NEXTAUTH_URL).hostname.replace(/^\[|\]$/g, "")) === 0;
}

/**
 * Who passkeys are made for (WebAuthn, 5.1.2): the host of NEXTAUTH_URL, fixed by the configuration and never taken from
 * a request. Passkeys stop working when that host changes.
 */
export function relyingParty(): { id: string; name: string; origins: string[] } {
  const url = new URL(env().NEXTAUTH_URL);
  return { id: url.hostname, name: "LightNode", origins: [url.origin] };
}
