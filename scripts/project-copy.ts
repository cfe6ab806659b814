import { execFileSync } from "node:child_process";
import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/**
 * Copies the sources of the project, changes that are not committed included, to a new temporary folder, for tests that
 * add files: the project's own folders stay as they are, since builds and other tests read them at the same time.
 * Returns the folder; the caller removes it.
 */
export function copyProject(): string {
  const copy = mkdtempSync(path.join(tmpdir(), "lightnode-copy-"));
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  const archive = execFileSync("tar", ["--null", "--ignore-failed-read", "-T", "-", "-cf", "-"], {
    cwd: root,
    input: files,
    maxBuffer: 2 ** 28,
    stdio: ["pipe", "pipe", "ignore"],
  });
  execFileSync("tar", ["-xf", "-", "-C", copy], { input: archive });
  symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  symlinkSync(path.join(root, "lib/db/generated"), path.join(copy, "lib/db/generated"));
  writeFileSync(path.join(copy, "next-env.d.ts"), '/// <reference types="next" />\n');
  return copy;
}
