import { webcrypto } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * What the panel keeps of its own certificate, in `tls/` of DATA_DIR: the account's key, the pair, the answers to open
 * challenges, and the last failure. The key and the certificate with its chain are one file: a process that is killed
 * between two would leave a pair that does not fit, with which no server starts. Only the owner may read them.
 */
export type CertificateFiles = {
  folder: string;
  pairFile: string;
  accountKeyFile: string;
  failureFile: string;
};

export function certificateFiles(dataDir: string): CertificateFiles {
  const folder = path.join(dataDir, "tls");
  const file = (name: string) => path.join(folder, name);
  return {
    folder,
    pairFile: file("pair.pem"),
    accountKeyFile: file("account.pem"),
    failureFile: file("failure.json"),
  };
}

/** Written beside and renamed: a process that reads it gets the former content or the whole new one. */
export async function writeSecretFile(file: string, content: string | Buffer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${process.pid}.new`;
  await writeFile(beside, content, { mode: 0o600 });
  await rename(beside, file);
}

export function writePair(files: CertificateFiles, key: string, certificate: string): Promise<void> {
  return writeSecretFile(files.pairFile, `${key.trim()}\n${certificate.trim()}\n`);
}

/** Null when there is none. */
export async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

const tokenForm = /^[\w-]{1,128}$/;

/** Where the answer to a challenge is kept; null for what cannot be a token (RFC 8555, 8.3: base64url). */
export function challengeFile({ folder }: CertificateFiles, token: string): string | null {
  return tokenForm.test(token) ? path.join(folder, "challenges", token) : null;
}

export async function forgetChallenge(files: CertificateFiles, token: string): Promise<void> {
  const file = challengeFile(files, token);
  if (file) await rm(file, { force: true });
}

const placeholderDays = 3650;

/** A certificate that nobody trusts, so that the server can listen until the real one is there. Its issuer is itself. */
export async function ensurePair(files: CertificateFiles, domain: string): Promise<void> {
  if (existsSync(files.pairFile)) return;
  const { PemConverter, X509CertificateGenerator, cryptoProvider } = await import("@peculiar/x509");
  cryptoProvider.set(webcrypto as Crypto);
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${domain}`,
    notAfter: new Date(Date.now() + placeholderDays * 86_400_000),
    keys,
    signingAlgorithm: algorithm,
  });
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  await writePair(files, PemConverter.encode(key, "PRIVATE KEY"), certificate.toString("pem"));
}
