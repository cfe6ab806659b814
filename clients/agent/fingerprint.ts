import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { readOrNull } from "./collectors/proc-file";

const files = ["/etc/machine-id", "/var/lib/dbus/machine-id"] as const;

/**
 * Hash of the machine's id (machine-id(5)), which is not sent itself. Its name may change. A machine without an id, such as a
 * container, has its name only.
 */
export function fingerprint(read = readOrNull, name = hostname()): string {
  const id = files.map((file) => read(file)).find((text) => /^[0-9a-f]{32}$/.test(text ?? ""));
  return createHash("sha256")
    .update(`lightnode-agent ${id ?? name}`)
    .digest("base64url")
    .slice(0, 16);
}

/** As version 1.0.0 made it, with the name. The panel's own machine is known under it by panels from before. */
export function namedFingerprint(): string {
  const id = files.map((file) => readOrNull(file)).find((text) => text !== null) ?? "";
  return createHash("sha256").update(`lightnode-agent ${id} ${hostname()}`).digest("base64url").slice(0, 16);
}

/** A number from 0 to 1 that stays the same: agents spread their calls by it. */
export function shareOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}
