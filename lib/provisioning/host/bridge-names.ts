import { createHash } from "node:crypto";

/**
 * Names of the bridges of customers' networks on their machine. All of one installation share a prefix, so that one
 * firewall rule meets them all, also those that are made later. Linux allows 15 characters.
 */
function hex(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/** Four characters that stand for the installation in names on its machines. */
export function installationTag(installationId: string): string {
  return hex(installationId, 4);
}

export function bridgePrefix(installationId: string): string {
  return `ln${installationTag(installationId)}`;
}

export function bridgeName(installationId: string, networkName: string): string {
  return `${bridgePrefix(installationId)}${hex(networkName, 9)}`;
}
