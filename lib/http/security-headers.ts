/**
 * Headers of every answer, whatever creates it: pages, redirects, errors, files, next-auth. Our server entry sets them
 * before anything else runs (lib/http/entry); pages add their own policy with a nonce (proxy.ts), routes a
 * stricter one (lib/http/route.ts). After OWASP's Secure Headers project and ASVS 5.0, 3.4.
 */
export function securityHeaders(site: string): Record<string, string> {
  const always = {
    // Answers that are not pages run nothing; pages replace this.
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "origin-agent-cluster": "?1",
    "x-dns-prefetch-control": "off",
    "x-permitted-cross-domain-policies": "none",
    "x-download-options": "noopen",
    // The filter of old browsers was itself a vulnerability; 0 disables it.
    "x-xss-protection": "0",
    "x-robots-tag": "noindex, nofollow",
    "permissions-policy": permissionsPolicy,
    "cache-control": "no-store",
  };
  if (!site.startsWith("https://")) return always;
  return { ...always, "strict-transport-security": "max-age=31536000; includeSubDomains" };
}

const permissionsPolicy = [
  "accelerometer",
  "autoplay",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "microphone",
  "midi",
  "payment",
  "usb",
]
  .map((feature) => `${feature}=()`)
  .concat("publickey-credentials-get=(self)", "publickey-credentials-create=(self)", "clipboard-write=(self)")
  .join(", ");

/** Where a page's realtime connection goes: one address, or hosted Pusher's of a cluster. */
export type RealtimeAddress = { hosted: boolean; cluster: string; wsHost?: string; wsPort?: number; forceTLS: boolean };

/** CSP sources of the realtime connection: nothing else may be connected to besides the panel itself. Pure. */
export function realtimeSources({ hosted, cluster, wsHost, wsPort, forceTLS }: RealtimeAddress): string[] {
  if (hosted) return [`wss://ws-${cluster}.pusher.com`, `https://sockjs-${cluster}.pusher.com`];
  if (!wsHost) return [];
  return [`${forceTLS ? "wss" : "ws"}://${wsHost}${wsPort === undefined ? "" : `:${wsPort}`}`];
}

/** The policy of a page: only scripts that carry this request's nonce, and what those load. */
export function pagePolicy(nonce: string, development: boolean, realtime: string[]): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    // Components set styles from code; styles cannot run anything.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...realtime].join(" "),
    // The worker that shows the offline page.
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
