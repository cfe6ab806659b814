import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/core/env";
import { executorErrors } from "../errors";
import type { ProgramInfo } from "../fleet/contract";

/**
 * The executor program as the panel serves it: the bundle that the build made of clients/executor, with this panel's
 * address added, so that its setup asks only for a key and a secret.
 */
export type Program = ProgramInfo & { text: string };

let held: { stamp: string; program: Program } | undefined;

/** `program_missing` when it was not built. Read again when the file or the address changed. */
export async function readProgram(): Promise<Program> {
  const file = path.resolve("dist/executor.mjs");
  const platformUrl = env().NEXTAUTH_URL;
  const found = await stat(file).catch((cause) => {
    throw executorErrors.program_missing({ cause });
  });
  const stamp = `${found.mtimeMs}:${found.size}:${platformUrl}`;
  if (held?.stamp === stamp) return held.program;
  const text = withAddress(await readFile(file, "utf8"), platformUrl);
  const version = /\blightnodeExecutorVersion\s*=\s*"([^"]+)"/.exec(text)?.[1] ?? "unknown";
  const program = {
    version,
    sha256: createHash("sha256").update(text).digest("hex"),
    bytes: Buffer.byteLength(text),
    url: new URL("/api/executor/program", platformUrl).href,
    text,
  };
  held = { stamp, program };
  return program;
}

/** Data of the download page; null when the program was not built. */
export async function programInfo(): Promise<ProgramInfo | null> {
  try {
    const { text: _text, ...info } = await readProgram();
    return info;
  } catch {
    return null;
  }
}

/** The address goes behind the `#!` line, which must stay the first. Pure. */
export function withAddress(bundle: string, platformUrl: string): string {
  const line = `globalThis.lightnodePlatformUrl=${JSON.stringify(platformUrl)};\n`;
  if (!bundle.startsWith("#!")) return line + bundle;
  const end = bundle.indexOf("\n") + 1;
  return bundle.slice(0, end) + line + bundle.slice(end);
}
