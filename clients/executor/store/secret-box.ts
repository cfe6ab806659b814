import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { PlainError } from "../stop";
import { errorCode } from "../system/errno";
import { type PowerShell, protect, runPowerShell, unprotect } from "./dpapi";

/**
 * A secret as stored on disk: encrypted by Windows (DPAPI), else under a key in a file that only its owner can read.
 */
export const boxedSecret = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("dpapi"), data: z.string() }),
  z.object({ kind: z.literal("aes-256-gcm"), iv: z.string(), tag: z.string(), data: z.string() }),
]);
export type BoxedSecret = z.output<typeof boxedSecret>;

/** The key in the file, made when there is none. Refuses a file that others can read. */
function keyIn(file: string, make: boolean): Buffer {
  if (make) {
    try {
      writeFileSync(file, randomBytes(32), { flag: "wx", mode: 0o600 });
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
  }
  refuseReadableByOthers(file);
  const key = readFileSync(file);
  if (key.length !== 32) throw new PlainError(`${file} is damaged. Delete it and run setup again.`);
  return key;
}

/** Refuses a file that other users can read: they may have read the secret. */
export function refuseReadableByOthers(file: string): void {
  if (process.platform === "win32") return;
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw new PlainError(
    `${file} can be read by other users (mode ${mode.toString(8)}). Run: chmod 600 ${file}, and rotate the secret in the panel if others use this machine.`,
  );
}

export async function boxSecret(secret: string, keyFile: string, powerShell?: PowerShell): Promise<BoxedSecret> {
  if (powerShell ?? process.platform === "win32") {
    return { kind: "dpapi", data: await protect(secret, powerShell ?? runPowerShell) };
  }
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyIn(keyFile, true), iv);
  const data = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]).toString("base64");
  return { kind: "aes-256-gcm", iv: iv.toString("base64"), tag: cipher.getAuthTag().toString("base64"), data };
}

export async function openSecret(box: BoxedSecret, keyFile: string, powerShell?: PowerShell): Promise<string> {
  try {
    if (box.kind === "dpapi") return await unprotect(box.data, powerShell ?? runPowerShell);
    const decipher = createDecipheriv("aes-256-gcm", keyIn(keyFile, false), Buffer.from(box.iv, "base64"));
    decipher.setAuthTag(Buffer.from(box.tag, "base64"));
    return Buffer.concat([decipher.update(Buffer.from(box.data, "base64")), decipher.final()]).toString("utf8");
  } catch (cause) {
    if (cause instanceof PlainError) throw cause;
    throw new PlainError("The stored secret cannot be opened on this machine. Run setup again.");
  }
}
