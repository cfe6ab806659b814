import { spawnSync } from "node:child_process";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { type Home, readIfThere, writeWhole } from "./home";
import { ProgramError } from "./program-error";

/**
 * Panel, key and secret. The secret is encrypted at rest: on Windows by DPAPI, elsewhere by AES-256-GCM under a key file
 * that only its user can read. It is in no argument, no log and no other file.
 */
export type Credentials = { url: string; key: string; secret: string };

type Sealed = { kind: "aes-256-gcm"; iv: string; tag: string; data: string } | { kind: "dpapi"; data: string };
type Stored = { url: string; key: string; secret: Sealed };

const fileName = "credentials.json";
const keyFileName = "secret.key";

export function saveCredentials(home: Home, { url, key, secret }: Credentials): void {
  const stored: Stored = { url, key, secret: seal(home, secret, `${url}|${key}`) };
  writeWhole(home.file(fileName), `${JSON.stringify(stored, null, 2)}\n`);
}

/** Null when nothing was stored yet. */
export function loadCredentials(home: Home): Credentials | null {
  const text = readIfThere(home.file(fileName));
  if (text === null) return null;
  try {
    const { url, key, secret } = JSON.parse(text) as Stored;
    return { url, key, secret: open(home, secret, `${url}|${key}`) };
  } catch (error) {
    if (error instanceof ProgramError) throw error;
    throw new ProgramError(
      `The stored secret cannot be read (${(error as Error).message}).`,
      "Run setup again: the files of this folder do not belong together.",
    );
  }
}

/** Removes what lets anybody act as this executor. */
export function wipeCredentials(home: Home): void {
  for (const name of [fileName, keyFileName]) rmSync(home.file(name), { force: true });
}

function seal(home: Home, secret: string, bound: string): Sealed {
  if (process.platform === "win32")
    return { kind: "dpapi", data: dpapi("Protect", Buffer.from(secret), bound).toString("base64") };
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(home, true), iv).setAAD(Buffer.from(bound));
  const data = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  const text = (bytes: Buffer) => bytes.toString("base64");
  return { kind: "aes-256-gcm", iv: text(iv), tag: text(cipher.getAuthTag()), data: text(data) };
}

function open(home: Home, sealed: Sealed, bound: string): string {
  const bytes = (text: string) => Buffer.from(text, "base64");
  if (sealed.kind === "dpapi") return dpapi("Unprotect", bytes(sealed.data), bound).toString("utf8");
  const decipher = createDecipheriv("aes-256-gcm", keyOf(home, false), bytes(sealed.iv)).setAAD(Buffer.from(bound));
  decipher.setAuthTag(bytes(sealed.tag));
  return Buffer.concat([decipher.update(bytes(sealed.data)), decipher.final()]).toString("utf8");
}

function keyOf(home: Home, mayMake: boolean): Buffer {
  const file = home.file(keyFileName);
  if (!existsSync(file)) {
    if (!mayMake) throw new ProgramError(`The key file ${file} is gone.`, "Run setup again.");
    writeWhole(file, randomBytes(32));
  }
  const { mode } = statSync(file);
  if ((mode & 0o077) !== 0) {
    throw new ProgramError(
      `Others can read ${file}.`,
      `Run: chmod 600 '${file}', and give the executor a new secret in the panel.`,
    );
  }
  return readFileSync(file);
}

/** Bytes and entropy go through standard input: arguments are seen by everybody on the machine. */
function dpapi(verb: "Protect" | "Unprotect", bytes: Buffer, bound: string): Buffer {
  const script = [
    "Add-Type -AssemblyName System.Security;",
    "$in = [Console]::In.ReadToEnd().Split('|');",
    "$data = [Convert]::FromBase64String($in[0]); $entropy = [Convert]::FromBase64String($in[1]);",
    `$out = [Security.Cryptography.ProtectedData]::${verb}($data, $entropy, 'LocalMachine');`,
    "[Console]::Out.Write([Convert]::ToBase64String($out))",
  ].join(" ");
  const input = `${bytes.toString("base64")}|${Buffer.from(bound).toString("base64")}`;
  const args = ["-NoProfile", "-NonInteractive", "-Command", script];
  const done = spawnSync("powershell.exe", args, { input, encoding: "utf8", timeout: 30_000, windowsHide: true });
  if (done.status !== 0)
    throw new ProgramError("Windows' data protection is not available.", "Run this as the user that ran setup.");
  return Buffer.from(done.stdout.trim(), "base64");
}
