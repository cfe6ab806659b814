// A self-signed certificate (RFC 5280) for P-256, in DER by hand: the image has Node, and neither openssl nor packages.
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

function der(/** @type {number} */ tag, /** @type {Uint8Array[]} */ ...parts) {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}
const sequence = (/** @type {Uint8Array[]} */ ...parts) => der(0x30, ...parts);
const object = (/** @type {string} */ hex) => der(0x06, Buffer.from(hex, "hex"));
const utcTime = (/** @type {Date} */ at) =>
  der(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`));

/** ecdsa-with-SHA256 and commonName. */
const algorithm = sequence(object("2a8648ce3d040302"));
const nameOf = (/** @type {string} */ text) =>
  sequence(der(0x31, sequence(object("550403"), der(0x0c, Buffer.from(text)))));

/** @returns {{ certificate: string, key: string }} both in PEM */
export function selfSigned(/** @type {string} */ name, /** @type {number} */ days) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const serial = randomBytes(16);
  // A positive number without leading zeros.
  serial[0] = (serial[0] & 0x3f) | 0x40;
  const now = Date.now();
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    algorithm,
    nameOf(name),
    sequence(utcTime(new Date(now - 86_400_000)), utcTime(new Date(now + days * 86_400_000))),
    nameOf(name),
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = sign("sha256", content, privateKey);
  const bytes = sequence(content, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = bytes.toString("base64").replace(/.{64}/g, "$&\n");
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
