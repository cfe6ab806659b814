import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { env } from "@/lib/core/env";

/**
 * The panel's signature on commands, Ed25519: whoever steals the realtime secret can push, but not command. The newest
 * key of EXECUTOR_SIGNING_KEYS signs; executors are told the two newest, so that a key can be replaced in two steps.
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

/** JSON with sorted keys and no spaces (RFC 8785 for what JSON.parse can make). Pure. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

export type SignedFields = { executorId: string; id: string; seq: number; type: string; payload: unknown; exp: Date };

/** What is signed: canonical JSON of {executorId, exp, id, seq, sha256, type}; exp in Unix seconds, sha256 in hex. */
export function signedMessage({ executorId, id, seq, type, payload, exp }: SignedFields): string {
  const sha256 = createHash("sha256").update(canonicalJson(payload)).digest("hex");
  return canonicalJson({ executorId, id, seq, type, exp: Math.floor(exp.getTime() / 1000), sha256 });
}

export function signCommand(fields: SignedFields): { keyId: string; signature: string } {
  const [key] = signingKeys();
  if (!key) throw new Error("EXECUTOR_SIGNING_KEYS is empty");
  return {
    keyId: key.id,
    signature: sign(null, Buffer.from(signedMessage(fields)), key.privateKey).toString("base64"),
  };
}
