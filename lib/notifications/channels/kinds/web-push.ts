import { createHash } from "node:crypto";
import { z } from "zod";
import { env } from "@/lib/core/env";
import { defineChannelKind, serverUrl } from "../define-channel-kind";
import { linkOf, shorten } from "../notice-text";
import { pushKeys } from "../push/push-keys";

const key = (bytes: number) =>
  z.string().refine((text) => /^[\w-]+={0,2}$/.test(text) && Buffer.from(text, "base64url").length === bytes);

/** How long the push service keeps a message for a browser that is closed. */
const keepSeconds = 24 * 3_600;
/** Push services accept 4,096 bytes with the encryption. */
const longestBody = 800;
const urgencies = { info: "normal", warning: "normal", error: "high" } as const;

/** Whom a push service writes to about problems; it accepts https and mailto only (RFC 8292, 2.1). */
function subject(): string {
  const { NEXTAUTH_URL, MAIL_FROM } = env();
  if (NEXTAUTH_URL.startsWith("https:")) return NEXTAUTH_URL;
  return `mailto:${/[^\s<>]+@[^\s<>]+/.exec(MAIL_FROM)?.[0] ?? "lightnode@localhost"}`;
}

/** A browser that subscribed (RFC 8030, 8291). The browser makes the settings. */
export const webPush = defineChannelKind({
  kind: "web-push",
  label: "This browser",
  description: "A notification of this browser, also when no page of the panel is open.",
  settings: z.strictObject({ endpoint: serverUrl, p256dh: key(65), auth: key(16) }),
  secrets: ["endpoint", "p256dh", "auth"],
  fields: [],
  perMinute: 30,
  // The person revoked the permission, or the browser is gone.
  goneStatuses: [404, 410],
  async send({ endpoint, p256dh, auth }, notice, { idempotencyKey, site, post }) {
    const { default: library } = await import("web-push");
    const { title, severity, at } = notice;
    const content = { id: idempotencyKey, title, body: shorten(notice.body, longestBody), severity, at };
    const request = library.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      JSON.stringify({ ...content, link: linkOf(notice, site) }),
      {
        vapidDetails: { subject: subject(), ...(await pushKeys()) },
        TTL: keepSeconds,
        urgency: urgencies[severity],
        contentEncoding: "aes128gcm",
        // A service replaces a message that it still has under the same topic.
        topic: createHash("sha256").update(idempotencyKey).digest("base64url").slice(0, 32),
      },
    );
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    return post({ url: endpoint, headers, body: request.body });
  },
});
