import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { env } from "@/lib/core/env";

/** An authenticator in software (WebAuthn level 2, ES256, attestation "none"), for tests without a browser. */
const flags = { userPresent: 0x01, userVerified: 0x04, attested: 0x40 };

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
const base64url = (data: Buffer) => data.toString("base64url");

export class SoftwarePasskey {
  readonly id = randomBytes(16);
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  /** Whether it asked for a PIN or a finger. */
  verifiesUser = true;
  #counter = 0;

  constructor() {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#privateKey = pair.privateKey;
    this.#publicKey = pair.publicKey;
  }

  /** Signs with the counter of the last time once more, as a copy would. */
  repeatCounter(): void {
    this.#counter--;
  }

  /** The browser's answer to registration options. */
  register(options: { challenge: string }): Record<string, unknown> {
    const length = Buffer.from([0, this.id.length]);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, this.#coseKey()]);
    const authData = Buffer.concat([this.#authData(flags.attested), attested]);
    const size = Buffer.alloc(2);
    size.writeUInt16BE(authData.length);
    // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}
    const attestationObject = Buffer.concat([
      Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746159", "hex"),
      size,
      authData,
    ]);
    const response = {
      clientDataJSON: base64url(this.#clientData("webauthn.create", options.challenge)),
      attestationObject: base64url(attestationObject),
      transports: ["internal"],
    };
    return this.#answer(response);
  }

  /** The browser's answer to authentication options. */
  sign(options: { challenge: string }): Record<string, unknown> {
    this.#counter++;
    const clientData = this.#clientData("webauthn.get", options.challenge);
    const authData = this.#authData(0);
    const signature = createSign("sha256")
      .update(Buffer.concat([authData, sha256(clientData)]))
      .sign(this.#privateKey);
    const response = {
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authData),
      signature: base64url(signature),
    };
    return this.#answer(response);
  }

  #answer(response: Record<string, unknown>): Record<string, unknown> {
    const id = base64url(this.id);
    return { id, rawId: id, type: "public-key", response, clientExtensionResults: {} };
  }

  #clientData(type: string, challenge: string): Buffer {
    const origin = new URL(env().NEXTAUTH_URL).origin;
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #authData(more: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    const flag = Buffer.from([flags.userPresent | (this.verifiesUser ? flags.userVerified : 0) | more]);
    return Buffer.concat([sha256(new URL(env().NEXTAUTH_URL).hostname), flag, counter]);
  }

  /** CBOR: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y} */
  #coseKey(): Buffer {
    const { x = "", y = "" } = this.#publicKey.export({ format: "jwk" });
    return Buffer.concat([
      Buffer.from("a5010203262001215820", "hex"),
      Buffer.from(x, "base64url"),
      Buffer.from("225820", "hex"),
      Buffer.from(y, "base64url"),
    ]);
  }
}
