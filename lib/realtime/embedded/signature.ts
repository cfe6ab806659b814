import { createHash, createHmac } from "node:crypto";
import { secretsEqual } from "@/lib/core/encryption/crypto";

/** Pusher's signatures: hex HMAC-SHA256 with the app's secret. Every comparison takes constant time. */
export type AppCredentials = { id: string; key: string; secret: string };

export function sign(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text, "utf8").digest("hex");
}

/** What is signed to let a socket into a private channel, or (with the exact text of channel_data) a presence channel. */
export function channelAuthText(socketId: string, channel: string, channelData?: string): string {
  return channelData === undefined ? `${socketId}:${channel}` : `${socketId}:${channel}:${channelData}`;
}

export function userAuthText(socketId: string, userData: string): string {
  return `${socketId}::user::${userData}`;
}

/** Whether `auth` is `key:signature` of `text` by this app. */
export function isSignedBy(app: AppCredentials, auth: string, text: string): boolean {
  return secretsEqual(auth, `${app.key}:${sign(app.secret, text)}`);
}

/**
 * What is signed of an HTTP request: method, path, and the query without auth_signature, its keys in lower case and
 * sorted, its values not encoded.
 */
export function requestText(method: string, path: string, query: ReadonlyMap<string, string>): string {
  const pairs = [...query]
    .filter(([key]) => key !== "auth_signature")
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, value]) => `${key}=${value}`);
  return `${method.toUpperCase()}\n${path}\n${pairs.join("&")}`;
}

/** The query as a map with lower-case keys; null when a key is given twice, for then it is unclear what was signed. */
export function readQuery(search: string): Map<string, string> | null {
  const query = new Map<string, string>();
  for (const [key, value] of new URLSearchParams(search)) {
    const name = key.toLowerCase();
    if (query.has(name)) return null;
    query.set(name, value);
  }
  return query;
}

export type SignedRequest = { method: string; path: string; query: ReadonlyMap<string, string> };

/** Why the request is not authentic, as a text for its sender; null when it is. Does not check the body. */
export function requestRefusal(
  app: AppCredentials,
  request: SignedRequest,
  nowSeconds: number,
  allowedSkewSeconds: number,
): string | null {
  const { method, path, query } = request;
  if (!secretsEqual(query.get("auth_key") ?? "", app.key)) return "Unknown auth_key";
  if (query.get("auth_version") !== "1.0") return "auth_version must be 1.0";
  const timestamp = query.get("auth_timestamp") ?? "";
  if (!/^\d{1,12}$/.test(timestamp)) return "auth_timestamp must be a number of seconds";
  const signature = query.get("auth_signature") ?? "";
  // Libraries sign the path as they wrote it, some before and some after percent-encoding it.
  const paths = new Set([path, decodePath(path)]);
  if (![...paths].some((text) => secretsEqual(signature, sign(app.secret, requestText(method, text, query))))) {
    return "Invalid signature";
  }
  if (Math.abs(nowSeconds - Number(timestamp)) > allowedSkewSeconds) {
    return `Timestamp expired: auth_timestamp must be within ${allowedSkewSeconds} seconds of the server's time`;
  }
  return null;
}

export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** `body_md5` is over the raw bytes; without a body there is none. */
export function isBodyIntact(body: Buffer, bodyMd5: string | undefined): boolean {
  if (body.length === 0 && bodyMd5 === undefined) return true;
  return secretsEqual(bodyMd5 ?? "", createHash("md5").update(body).digest("hex"));
}
