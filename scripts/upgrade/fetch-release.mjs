import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { packagesHash } from "../setup/packages.mjs";
import { newestTag } from "./versions.mjs";

const git = (clone, ...args) =>
  execFileSync("git", args, { cwd: clone, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();

/** The tag or commit to change over to: what was asked for, or the newest release of the repository. */
export function chooseRef(clone, wanted) {
  const isClone = existsSync(path.join(clone, ".git"));
  if (!isClone)
    throw new Error(`${clone} is no git clone; name a folder with a release: npm run upgrade -- --from FOLDER`);
  const fetched = spawnSync("git", ["fetch", "--tags", "--quiet"], { cwd: clone, timeout: 60_000, encoding: "utf8" });
  const ref = wanted ?? newestTag(git(clone, "tag", "--list").split("\n"));
  const hint = fetched.status === 0 ? "" : ` The repository could not be reached: ${fetched.stderr.trim()}`;
  if (!ref) throw new Error(`there is no release yet: no tag such as v1.2.3.${hint}`);
  // A ref that begins with a dash would be an option of git.
  if (ref.startsWith("-")) throw new Error(`${ref} is no tag, branch or commit`);
  try {
    return { ref, commit: git(clone, "rev-parse", "--verify", `${ref}^{commit}`) };
  } catch {
    throw new Error(`the repository has no tag, branch or commit ${ref}.${hint}`);
  }
}

/** Writes the files of a commit to `folder`, completely or not at all. */
export function extractCommit(clone, commit, folder) {
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const archive = execFileSync("git", ["archive", "--format=tar", commit], { cwd: clone, maxBuffer: 1024 ** 3 });
  execFileSync("tar", ["-x", "-C", unfinished], { input: archive });
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}

/** Takes along from the running release what the new one does not have to install or build again. */
export function takeAlong(from, to) {
  const [packages, target] = [path.join(from, "node_modules"), path.join(to, "node_modules")];
  if (existsSync(packages) && packagesHash(from) === packagesHash(to)) {
    // Hard links: packages are never changed in place, and half a gigabyte is not copied. Another file system refuses.
    const copied = spawnSync("cp", ["-al", packages, target]);
    if (copied.status !== 0) rmSync(target, { recursive: true, force: true });
  }
  for (const built of [".next", "dist"]) {
    const filter = (file) => file !== path.join(from, ".next/cache");
    if (existsSync(path.join(from, built)))
      cpSync(path.join(from, built), path.join(to, built), { recursive: true, filter });
  }
}

/** Folder of a release below DATA_DIR. */
export const folderOf = (dataDir, version, commit) =>
  path.join(dataDir, "releases", `${version}-${commit.slice(0, 12)}`);

/** Removes releases that are neither the running one nor the one before it. */
export function removeOldReleases(dataDir, kept) {
  const folder = path.join(dataDir, "releases");
  if (!existsSync(folder)) return [];
  const old = readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((file) => !kept.includes(file));
  for (const file of old) rmSync(file, { recursive: true, force: true });
  return old;
}

export const versionAt = (clone, commit) => JSON.parse(git(clone, "show", `${commit}:package.json`)).version;
