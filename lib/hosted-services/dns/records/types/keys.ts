import { fieldsOf, hexadecimal, registeredNumber, wholeNumber } from "../fields";
import { InvalidRecord } from "../invalid-record";
import type { RecordKind } from "../record-kind";
import type { Token } from "../tokens";

/** Types whose value is some numbers and the digits of a key or a hash. */
const usages = { 0: "authority", 1: "certificate", 2: "own authority", 3: "own certificate" };
const selectors = { 0: "certificate", 1: "public key" };
const matchings = { 0: "whole", 1: "SHA-256", 2: "SHA-512" };
const sshAlgorithms = { 1: "RSA", 2: "DSA", 3: "ECDSA", 4: "Ed25519", 6: "Ed448" };
const sshHashes = { 1: "SHA-1", 2: "SHA-256" };
const signers = {
  5: "RSA/SHA-1",
  7: "RSA/SHA-1 with NSEC3",
  8: "RSA/SHA-256",
  10: "RSA/SHA-512",
  13: "ECDSA P-256",
  14: "ECDSA P-384",
  15: "Ed25519",
  16: "Ed448",
};
const digests = { 1: "SHA-1", 2: "SHA-256", 4: "SHA-384" };

/** Digits of a hash by its number; the rest has any length. */
const matchingDigits = new Map([
  [1, 64],
  [2, 128],
]);
const sshDigits = new Map([
  [1, 40],
  [2, 64],
]);
const digestDigits = new Map([
  [1, 40],
  [2, 64],
  [4, 96],
]);

/** Some numbers, then digits that may be spread over fields. */
function split(tokens: readonly Token[], numbers: number, shape: string): { numbers: string[]; digits: string[] } {
  if (tokens.length <= numbers) throw new InvalidRecord(`Write ${shape}.`);
  const texts = tokens.map(({ text }) => text);
  return { numbers: fieldsOf(tokens.slice(0, numbers), numbers, shape), digits: texts.slice(numbers) };
}

/** RFC 6698. */
export const tlsa: RecordKind = {
  label: "Certificate of a service",
  example: `3 1 1 ${"0123456789abcdef".repeat(4)}`,
  read(tokens) {
    const { numbers, digits } = split(tokens, 3, "usage, selector, matching type and the digits of the hash");
    const [usage = "", selector = "", matching = ""] = numbers;
    const hash = registeredNumber(matching, "matching type", matchings);
    return [
      registeredNumber(usage, "usage", usages),
      registeredNumber(selector, "selector", selectors),
      hash,
      hexadecimal(digits, "certificate data", matchingDigits.get(hash) ?? null),
    ].join(" ");
  },
  checkOwner(name) {
    if (!/^(_\d{1,5}|_?\*)\._[^.]+\./.test(name)) {
      throw new InvalidRecord("The name of a TLSA record begins with port and protocol, such as _25._tcp.mail.");
    }
  },
};

/** RFC 4255. */
export const sshfp: RecordKind = {
  label: "Key of an SSH server",
  example: `4 2 ${"0123456789abcdef".repeat(4)}`,
  read(tokens) {
    const { numbers, digits } = split(tokens, 2, "algorithm, type of the hash and its digits");
    const [algorithm = "", hashType = ""] = numbers;
    const hash = registeredNumber(hashType, "type of the hash", sshHashes);
    return [
      registeredNumber(algorithm, "algorithm", sshAlgorithms),
      hash,
      hexadecimal(digits, "fingerprint", sshDigits.get(hash) ?? null),
    ].join(" ");
  },
};

/** RFC 4034, 5: the key of a delegated zone. The DS records of the zone itself belong into its parent. */
export const ds: RecordKind = {
  label: "Key of a delegated zone",
  example: `12345 13 2 ${"0123456789abcdef".repeat(4)}`,
  read(tokens) {
    const { numbers, digits } = split(tokens, 3, "key tag, algorithm, type of the hash and its digits");
    const [keyTag = "", algorithm = "", digestType = ""] = numbers;
    const digest = registeredNumber(digestType, "type of the hash", digests);
    return [
      wholeNumber(keyTag, "key tag", 65_535),
      registeredNumber(algorithm, "algorithm", signers),
      digest,
      hexadecimal(digits, "hash", digestDigits.get(digest) ?? null),
    ].join(" ");
  },
};
