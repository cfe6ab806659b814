import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { replaceFile } from "../system/files";
import type { EmbeddedAddon } from "./embedded-addons";

/** Where the bundled zeromq package finds its native half, in place of a search through directories that are not there. */
const slot = Symbol.for("lightnode.zeromq.addon");

const sha256Of = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/**
 * Writes the library that fits this machine below the directory, unless it exists, and loads it. An existing file is
 * hashed each time: a library is code, and the directory is kept longer than the program.
 */
export function loadAddon(addons: readonly EmbeddedAddon[], directory: string): void {
  const holder = globalThis as unknown as Record<symbol, unknown>;
  if (holder[slot] !== undefined) return;
  const file = unpackAddon(addonFor(addons), directory);
  const loaded = { exports: {} };
  process.dlopen(loaded, file);
  holder[slot] = loaded.exports;
}

function addonFor(addons: readonly EmbeddedAddon[]): EmbeddedAddon {
  const found = addons.find(({ platform, arch }) => platform === process.platform && arch === process.arch);
  if (found && !isMusl()) return found;
  const system = `${process.platform} ${process.arch}${isMusl() ? " (musl)" : ""}`;
  throw new Error(
    `The ZeroMQ bridge does not work on ${system}; it does on Linux with glibc (x64, arm64) and Windows x64.`,
  );
}

function isMusl(): boolean {
  if (process.platform !== "linux") return false;
  // It would look up the name of every peer otherwise, which takes seconds where the DNS is slow.
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined;
}

/** The library's path; written there, whole and hashed. */
export function unpackAddon({ sha256, data }: EmbeddedAddon, directory: string): string {
  const folder = path.join(directory, sha256);
  const file = path.join(folder, "zeromq.node");
  if (isIntact(file, sha256)) return file;
  const bytes = brotliDecompressSync(Buffer.from(data, "base64"));
  if (sha256Of(bytes) !== sha256) throw new Error("The program's file is damaged. Download it again.");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  replaceFile(file, bytes, 0o700);
  if (!isIntact(file, sha256)) throw new Error(`${file} cannot be written.`);
  return file;
}

function isIntact(file: string, sha256: string): boolean {
  try {
    return sha256Of(readFileSync(file)) === sha256;
  } catch {
    return false;
  }
}
