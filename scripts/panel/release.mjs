import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Which release runs on a data folder. `npm start` of a clone runs the clone itself until `npm run upgrade` activated
 * another release, which it then starts; a clone whose commit changed since (`git pull`) comes first again.
 *
 * DATA_DIR/release.json: `{ root, version, clone, cloneCommit, activatedAt, previous: { root, version } | null }`.
 */
const fileOf = (dataDir) => path.join(dataDir, "release.json");

export function readRelease(dataDir) {
  const file = fileOf(dataDir);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

export function writeRelease(dataDir, release) {
  const file = fileOf(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(release, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export const forgetRelease = (dataDir) => rmSync(fileOf(dataDir), { force: true });

export const versionOf = (root) => JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).version;

/** The commit of a clone, or null where there is no git. */
export function commitOf(root) {
  try {
    const options = { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
    return execFileSync("git", ["rev-parse", "HEAD"], options).trim();
  } catch {
    return null;
  }
}

/** The folder to run, and why when it is not the clone's own. */
export function releaseToRun(dataDir, clone) {
  const release = readRelease(dataDir);
  if (!release || release.root === clone) return { root: clone, note: null };
  const name = `release ${release.version} in ${release.root}`;
  if (release.clone !== clone || release.cloneCommit !== commitOf(clone)) {
    return { root: clone, note: `this clone was changed after the upgrade to ${name}: the clone is started` };
  }
  if (!existsSync(path.join(release.root, "scripts/panel/run.mjs"))) {
    return { root: clone, note: `${name} is gone: the clone is started` };
  }
  return { root: release.root, note: `${name} is started, as the last upgrade decided` };
}
