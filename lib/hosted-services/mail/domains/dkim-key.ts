import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";

const column = "mail_domain:dkim_key";

export type DkimKey = { selector: string; privateKey: string; publicKey: string };

/** RSA 2048: what every receiver verifies (RFC 8301). The selector follows from the time, so that none is used twice. */
export async function makeDkimKey(at: Date): Promise<DkimKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  const selector = `ln${at.toISOString().replaceAll(/\D/g, "").slice(0, 14)}`;
  return { selector, privateKey, publicKey: publicKey.toString("base64") };
}

export const sealDkimKey = (id: string, privateKey: string) => fieldCipher().encrypt(privateKey, column, id);
export const openDkimKey = (id: string, sealed: string) => fieldCipher().decrypt(sealed, column, id);
