import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { env } from "@/lib/core/env";
import { canonicalJson, signedMessage } from "../signed/contract";

/**
 * The panel's signature on commands, Ed25519: with a stolen realtime secret an attacker can push, but not command. The
 * newest key of EXECUTOR_SIGNING_KEYS signs; executors get the two newest, so that a key can be replaced in two steps.
 */
type SigningKey = { id: string; privateKey: KeyObject; publicKey: string };

// RFC 8410: a PKCS #8 frame around the 32 bytes.
const pkcs8Frame = Buffer.from("302e020100300506032b657004220420", "hex");
let parsed: { text: string; keys: SigningKey[] } | undefined;

function signingKeys(): SigningKey[] {
  const text = env().EXECUTOR_SIGNING_KEYS;
  if (parsed?.text === text) return parsed.keys;
  const keys = text.split(",").map((pair): SigningKey => {
    const [id = "", seed = ""] = pair.split(":");
    const der = Buffer.concat([pkcs8Frame, Buffer.from(seed, "base64")]);
    const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
    return { id, privateKey, publicKey: spki.subarray(-32).toString("base64") };
  });
  parsed = { text, keys };
  return keys;
}

export function publicSigningKeys(): { id: string; publicKey: string }[] {
  return signingKeys()
    .slice(0, 2)
    .map(({ id, publicKey }) => ({ id, publicKey }));
}

export type SignedFields = { executorId: string; id: string; seq: number; type: string; payload: unknown; exp: Date };

/** The text under the signature. Pure. */
export function messageOfCommand({ executorId, id, seq, type, payload, exp }: SignedFields): string {
  const sha256 = createHash("sha256").update(canonicalJson(payload)).digest("hex");
  return signedMessage({ executorId, id, seq, type, sha256, exp: Math.floor(exp.getTime() / 1000) });
}

export function signCommand(fields: SignedFields): { keyId: string; signature: string } {
  const [key] = signingKeys();
  if (!key) throw new Error("EXECUTOR_SIGNING_KEYS is empty");
  return {
    keyId: key.id,
    signature: sign(null, Buffer.from(messageOfCommand(fields)), key.privateKey).toString("base64"),
  };
}
