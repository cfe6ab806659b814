import { env } from "@/lib/core/env";

export const dynamic = "force-dynamic";

/** Where to report a security problem (RFC 9116); valid for 90 days from the request on. */
export function GET(): Response {
  const { SECURITY_CONTACT, NEXTAUTH_URL } = env();
  const lines = [
    `Contact: ${SECURITY_CONTACT ?? `mailto:security@${new URL(NEXTAUTH_URL).hostname}`}`,
    `Expires: ${new Date(Date.now() + 90 * 86_400_000).toISOString()}`,
    `Canonical: ${NEXTAUTH_URL}/.well-known/security.txt`,
    "Preferred-Languages: en",
  ];
  return new Response(`${lines.join("\n")}\n`, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
