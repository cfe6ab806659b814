import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";

/** Codes by Debian's oathtool; where it is not installed, by RFC 6238's own algorithm, written out here. */
const isInstalled = (() => {
  try {
    execFileSync("oathtool", ["--version"]);
    return true;
  } catch {
    process.stderr.write("oathtool is not installed: RFC 6238's algorithm stands in for it\n");
    return false;
  }
})();

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code of this base-32 secret at a Unix time in seconds. */
export function totpAt(secret: string, epochSeconds: number): string {
  if (isInstalled) {
    return execFileSync("oathtool", ["--totp", "-b", secret, `--now=@${epochSeconds}`])
      .toString()
      .trim();
  }
  const bits = [...secret].map((character) => alphabet.indexOf(character).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(epochSeconds / 30)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = (digest[19] ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
