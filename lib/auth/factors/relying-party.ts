import { env } from "@/lib/core/env";

/**
 * Who passkeys are made for (WebAuthn, 5.1.2): the host of NEXTAUTH_URL, fixed by the configuration and never taken from
 * a request. Passkeys stop working when that host changes.
 */
export function relyingParty(): { id: string; name: string; origins: string[] } {
  const url = new URL(env().NEXTAUTH_URL);
  return { id: url.hostname, name: "LightNode", origins: [url.origin] };
}
