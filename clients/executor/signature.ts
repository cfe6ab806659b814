import { createHash, createPublicKey, verify } from "node:crypto";
import type { DeliveredCommand } from "../../lib/executors/commands/contract";
import type { ConfigAnswer } from "../../lib/executors/contract";
import { canonicalJson, signedMessage } from "../../lib/executors/signed/contract";

export type SigningKey = ConfigAnswer["config"]["signingKeys"][number];

const known = new Set(["id", "executorId", "seq", "type", "payload", "expiresAt", "keyId", "signature"]);

/** Why a command is not obeyed; null when it may be. `nowMs` in the panel's time. Pure. */
export function refusalOfCommand(
  command: DeliveredCommand,
  { executorId, keys, nowMs }: { executorId: string; keys: readonly SigningKey[]; nowMs: number },
): string | null {
  const unknown = Object.keys(command).filter((field) => !known.has(field));
  if (unknown.length > 0) return `it has fields that are not signed (${unknown.join(", ")})`;
  if (command.executorId !== executorId) return "it is for another executor";
  const key = keys.find(({ id }) => id === command.keyId);
  if (!key) return `it is signed with a key that is not trusted here (${command.keyId})`;
  if (!isSigned(command, key)) return "its signature does not hold";
  if (Date.parse(command.expiresAt) <= nowMs) return "its time is over";
  return null;
}

function isSigned(command: DeliveredCommand, key: SigningKey): boolean {
  const { executorId, id, seq, type, payload, expiresAt } = command;
  const sha256 = createHash("sha256").update(canonicalJson(payload)).digest("hex");
  const message = signedMessage({ executorId, id, seq, type, sha256, exp: Math.floor(Date.parse(expiresAt) / 1000) });
  try {
    const x = Buffer.from(key.publicKey, "base64").toString("base64url");
    const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    return verify(null, Buffer.from(message), publicKey, Buffer.from(command.signature, "base64"));
  } catch {
    return false;
  }
}

/**
 * The keys to trust from now on: those of the first configuration, later ones only together with one that is trusted
 * already. Null: none of the new ones is. Pure.
 */
export function nextTrustedKeys(trusted: readonly SigningKey[], offered: readonly SigningKey[]): SigningKey[] | null {
  if (trusted.length === 0) return [...offered];
  const isTrusted = (key: SigningKey) =>
    trusted.some(({ id, publicKey }) => id === key.id && publicKey === key.publicKey);
  return offered.some(isTrusted) ? [...offered] : null;
}
