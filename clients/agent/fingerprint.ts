import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { readOrNull } from "./collectors/proc-file";

/** Hash of what identifies the machine: its id (machine-id(5)), which is not sent itself, and its name. */
export function fingerprint(): string {
  const id = readOrNull("/etc/machine-id") ?? readOrNull("/var/lib/dbus/machine-id") ?? "";
  return createHash("sha256").update(`lightnode-agent ${id} ${hostname()}`).digest("base64url").slice(0, 16);
}

/** A number from 0 to 1 that stays the same: agents spread their calls by it. */
export function shareOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}
