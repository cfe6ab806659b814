/** The text that the panel signs and executors check: nothing but text, so that it costs the program nothing. */

/** JSON with sorted keys and no spaces (RFC 8785 for what JSON.parse can make). Pure. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

export type SignedParts = {
  executorId: string;
  id: string;
  seq: number;
  type: string;
  /** Hex, over the payload's {@link canonicalJson}. */
  sha256: string;
  /** Unix seconds. */
  exp: number;
};

/** What is signed with Ed25519: canonical JSON of {executorId, exp, id, seq, sha256, type}. Pure. */
export function signedMessage({ executorId, id, seq, type, sha256, exp }: SignedParts): string {
  return canonicalJson({ executorId, id, seq, type, exp, sha256 });
}
