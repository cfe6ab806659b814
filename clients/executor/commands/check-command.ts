import { createHash, createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import { type DeliveredCommand, deliveredCommand } from "../../../lib/executors/commands/contract";
import { canonicalJson, signedMessage } from "../../../lib/executors/signed/contract";
import type { SigningKey } from "../config/signing-keys";

/** Fields that the panel does not sign or that this version does not know might change what a command means. */
const strictCommand = z.strictObject(deliveredCommand.shape);

/** The command in what arrived; null when it is none. Pure. */
export function readCommand(value: unknown): DeliveredCommand | null {
  const parsed = strictCommand.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** Whether one of the keys signed exactly this command (Ed25519, RFC 8032). Pure. */
export function isSigned(command: DeliveredCommand, keys: readonly SigningKey[]): boolean {
  const { executorId, id, seq, type, payload, expiresAt, keyId, signature } = command;
  const sha256 = createHash("sha256").update(canonicalJson(payload)).digest("hex");
  const exp = Math.floor(Date.parse(expiresAt) / 1_000);
  const message = Buffer.from(signedMessage({ executorId, id, seq, type, sha256, exp }));
  return keys.some((key) => {
    if (key.id !== keyId) return false;
    try {
      const x = Buffer.from(key.publicKey, "base64").toString("base64url");
      const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
      return verify(null, message, publicKey, Buffer.from(signature, "base64"));
    } catch {
      return false;
    }
  });
}

export type Standing = {
  executorId: string;
  keys: readonly SigningKey[];
  /** The panel's time, as far as we know. */
  nowMs: number;
  /** The highest number taken. */
  lastSeq: number;
  isJournaled: boolean;
};
export type Verdict = { kind: "take" } | { kind: "repeated" } | { kind: "refused"; reason: string };

/** Whether to take a command; one that is in the journal already is answered from there. Pure. */
export function judgeCommand(command: DeliveredCommand, standing: Standing): Verdict {
  const { executorId, keys, nowMs, lastSeq, isJournaled } = standing;
  const refused = (reason: string): Verdict => ({ kind: "refused", reason });
  if (command.executorId !== executorId) return refused("it is for another executor");
  if (!isSigned(command, keys)) return refused("its signature is not the panel's");
  if (isJournaled) return { kind: "repeated" };
  if (Date.parse(command.expiresAt) <= nowMs) return refused("it has expired");
  if (command.seq <= lastSeq) return refused(`its number ${command.seq} is not higher than the last, ${lastSeq}`);
  return { kind: "take" };
}
