import { createCipheriv, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { decryptCbc } from "./crypto-cbc";

const key = Buffer.alloc(32, 1);
const macKey = Buffer.alloc(32, 2);
const iv = Buffer.alloc(16, 3);

function encrypt(plain: string): Buffer {
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  return Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
}

const b64 = (bytes: Buffer) => bytes.toString("base64");
const parts = (plain: string) => [b64(iv), b64(encrypt(plain))];
const signed = (plain: string, by = key) =>
  [
    ...parts(plain),
    createHmac("sha256", by)
      .update(Buffer.concat([iv, encrypt(plain)]))
      .digest("base64"),
  ].join(":");

function envelope(plain: string): string {
  const [ivText = "", value = ""] = parts(plain);
  const mac = createHmac("sha256", key)
    .update(ivText + value)
    .digest("hex");
  return b64(Buffer.from(JSON.stringify({ iv: ivText, value, mac, tag: "" })));
}

describe("values of AES-256-CBC", () => {
  it("open with their MAC, and with a key of its own for it", () => {
    expect(decryptCbc(signed("pass wörd"), { key })).toBe("pass wörd");
    expect(decryptCbc(signed("x", macKey), { key, macKey })).toBe("x");
    expect(() => decryptCbc(signed("x", macKey), { key })).toThrow(/not a value/);
  });

  it("open from Laravel's envelope, also serialised", () => {
    expect(decryptCbc(envelope("plain"), { key })).toBe("plain");
    expect(decryptCbc(envelope('s:6:"wörd"";'.replace('""', '"')), { key })).toBe('s:6:"wörd";');
    expect(decryptCbc(envelope('s:5:"wörd";'), { key })).toBe("wörd");
  });

  it("without a MAC only where that is said", () => {
    const text = parts("old").join(":");
    expect(() => decryptCbc(text, { key })).toThrow(/no HMAC/);
    expect(decryptCbc(text, { key, allowWithoutMac: true })).toBe("old");
  });

  it.each([0, 1, 2])("refuse a change of part %i, and say no more than that", (index) => {
    const changed = signed("secret").split(":");
    const bytes = Buffer.from(changed[index] ?? "", "base64");
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    changed[index] = b64(bytes);
    expect(() => decryptCbc(changed.join(":"), { key })).toThrow("not a value of AES-256-CBC under this key");
  });

  it.each(["", "x", "a:b", "::", "v1.k1.a.b.c", b64(Buffer.from("{}")), `${b64(iv)}:${b64(iv.subarray(1))}`])(
    "refuse %j",
    (text) => {
      expect(() => decryptCbc(text, { key, allowWithoutMac: true })).toThrow(/not a value/);
    },
  );
});
