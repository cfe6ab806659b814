import { execFileSync } from "node:child_process";
import { statfsSync } from "node:fs";
import path from "node:path";
import { run } from "../setup/run.mjs";
import { compareVersions, parseVersion } from "./versions.mjs";

/** Packages and build of a release that shares nothing with the running one. */
const releaseBytes = 2 * 1024 ** 3;

/** Migrations, size and unfinished work, from the command line of the running release. */
export async function readFacts(root) {
  const output = await run(process.execPath, [path.join(root, "scripts/cli.mjs"), "release", "status", "--json"], {
    cwd: root,
  });
  return JSON.parse(output);
}

export function checkVersion(current, next) {
  if (!parseVersion(next)) throw new Error(`the release has no version such as 1.2.3, but ${next}`);
  if (compareVersions(next, current) < 0) {
    throw new Error(
      `release ${next} is older than ${current}. To return to the former release: npm run upgrade -- --back`,
    );
  }
}

/** The release, and a backup with its copy for verification. */
export function checkDisk(dataDir, databaseBytes) {
  const { bavail, bsize } = statfsSync(dataDir);
  const [free, needed] = [bavail * bsize, releaseBytes + 2 * databaseBytes];
  const gb = (bytes) => `${(bytes / 1024 ** 3).toFixed(1)} GB`;
  if (free < needed) throw new Error(`${gb(needed)} must be free in ${dataDir}; ${gb(free)} are`);
}

/** A release that lacks a migration of the database is older than the database, whatever its version says. */
export function checkMigrations(applied, clone, commit) {
  const tree = execFileSync("git", ["ls-tree", "--name-only", commit, "prisma/migrations/"], {
    cwd: clone,
    encoding: "utf8",
  });
  const known = new Set(tree.split("\n").map((line) => path.basename(line)));
  const missing = applied.find((name) => !known.has(name));
  if (missing) throw new Error(`the release does not know the migration ${missing} of this database: it is older`);
}
