import type { IncomingMessage } from "node:http";
import { secretsEqual } from "@/lib/core/encryption/crypto";
import { closeCodes } from "./frames";
import { splitTarget } from "./http/http-request";

export type Refusal = { code: number; reason: string };

const oldestProtocol = 5;
const newestProtocol = 7;

/** Why a socket is refused, as the close code its client library understands; null when it is accepted. */
export function handshakeRefusal(
  appKey: string,
  allowedOrigins: readonly string[],
  request: Pick<IncomingMessage, "url" | "headers">,
): Refusal | null {
  const { path, search } = splitTarget(request.url ?? "/");
  const [, key] = /^\/app\/([^/]+)$/.exec(path) ?? [];
  if (key === undefined) return { code: closeCodes.unknownPath, reason: "Path not found" };
  if (!secretsEqual(key, appKey)) return { code: closeCodes.unknownApp, reason: "Application does not exist" };
  const version = versionRefusal(new URLSearchParams(search).get("protocol"));
  if (version) return version;
  if (allowedOrigins.length > 0 && !isOriginAllowed(request.headers, allowedOrigins)) {
    return { code: closeCodes.unauthorised, reason: "Origin not allowed" };
  }
  return null;
}

function versionRefusal(protocol: string | null): Refusal | null {
  if (protocol === null || protocol === "")
    return { code: closeCodes.noVersion, reason: "No protocol version supplied" };
  if (!/^\d{1,4}$/.test(protocol))
    return { code: closeCodes.malformedVersion, reason: "Invalid version string format" };
  const version = Number(protocol);
  if (version >= oldestProtocol && version <= newestProtocol) return null;
  return { code: closeCodes.unsupportedVersion, reason: "Unsupported protocol version" };
}

function isOriginAllowed({ origin, host }: IncomingMessage["headers"], allowedOrigins: readonly string[]): boolean {
  if (origin === undefined || allowedOrigins.includes(origin)) return true;
  if (!URL.canParse(origin) || !URL.canParse(`http://${host}`)) return false;
  return new URL(origin).hostname === new URL(`http://${host}`).hostname;
}
