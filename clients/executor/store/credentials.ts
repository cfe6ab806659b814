import { rmSync, statSync } from "node:fs";
import { z } from "zod";
import type { Home } from "../home";
import { PlainError } from "../stop";
import { readIfThere, replaceFile } from "../system/files";
import { boxedSecret, boxSecret, openSecret, refuseReadableByOthers } from "./secret-box";

const stored = z.object({ key: z.string(), url: z.string(), secret: boxedSecret });
export type Credentials = { key: string; secret: string; url: string };

export async function saveCredentials(home: Home, { key, secret, url }: Credentials): Promise<void> {
  const box = await boxSecret(secret, home.keyFile);
  replaceFile(home.credentials, `${JSON.stringify({ key, url, secret: box }, null, 2)}\n`);
}

/** The credentials that `setup` stored; null before it. */
export async function loadCredentials(home: Home): Promise<Credentials | null> {
  const text = readIfThere(home.credentials);
  if (text === null) return null;
  refuseReadableByOthers(home.credentials);
  let parsed: z.output<typeof stored>;
  try {
    parsed = stored.parse(JSON.parse(text));
  } catch {
    throw new PlainError(`${home.credentials} is damaged. Run setup again.`);
  }
  return { key: parsed.key, url: parsed.url, secret: await openSecret(parsed.secret, home.keyFile) };
}

/** When they were last stored, to detect a `setup` during a run; 0 when there are none. */
export function credentialsStamp(home: Home): number {
  return statSync(home.credentials, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** After a revocation nothing of the identity stays, the last configuration included. */
export function wipeCredentials(home: Home): void {
  for (const file of [home.credentials, home.keyFile, home.config]) rmSync(file, { force: true });
}
