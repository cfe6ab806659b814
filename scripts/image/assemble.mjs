// Assembles the file system of the container image from a built checkout: `node scripts/image/assemble.mjs <folder>`.
// The Dockerfile runs it, and so do the tests, so both have the same image.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../setup/paths.mjs";
import { traceRelease } from "./trace.mjs";

/** The user of the panel in the image. */
export const imageUser = 10001;

/** Folders that are read by path: migrations, images that the panel builds, documents, files of the site. */
const folders = ["prisma/migrations", "games", "docs", "public", "dist"];
const files = ["package.json", "lib/core/withheld-variables.json", "README.md", "LICENSE"];

/** @param {string} target the root of the image's file system; it is emptied first */
export async function assembleImage(target) {
  rmSync(target, { recursive: true, force: true });
  const app = path.join(target, "app");
  mkdirSync(app, { recursive: true });
  for (const file of [...(await traceRelease()), ...files]) copy(path.join(root, file), path.join(app, file));
  for (const folder of folders) cpSync(path.join(root, folder), path.join(app, folder), { recursive: true });
  copyPages(app);
  for (const name of ["setup", "panel", "upgrade"])
    cpSync(path.join(root, "scripts", name), path.join(app, "scripts", name), { recursive: true, filter: isNoTest });
  installNode(target, app);
  writeSystemFiles(target);
  writeFileSync(path.join(app, "sbom.cdx.json"), billOfMaterials());
  const { version } = JSON.parse(execFileSync("npm", ["pkg", "get", "version", "name", "--json"], { cwd: root }));
  writeFileSync(path.join(app, "assembled.json"), `${JSON.stringify({ version, commit: commit() })}\n`);
}

const isNoTest = (file) => !/\.test\.tsx?$/.test(file);

/** A link of npm stays a link; what a link outside the project leads to is copied. */
function copy(from, to) {
  if (!existsSync(from) || lstatSync(from).isDirectory()) return;
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to, { verbatimSymlinks: true });
}

/** The build without its cache, types and traces. */
function copyPages(app) {
  const skipped = /^\.next\/(cache|types|dev|trace|diagnostics|turbopack|lock)|\.nft\.json$|\.next\/static\/.*\.map$/;
  cpSync(path.join(root, ".next"), path.join(app, ".next"), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !skipped.test(path.relative(root, file)),
  });
}

/** Node, and the shared libraries of Debian that it and the native packages load. */
function installNode(target, app) {
  const binary = realpathSync(path.join(root, "node_modules/node/bin/node"));
  const to = path.join(app, "node_modules/node/bin/node");
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(binary, to);
  mkdirSync(path.join(app, "node_modules/.bin"), { recursive: true });
  const link = path.join(app, "node_modules/.bin/node");
  rmSync(link, { force: true });
  symlinkSync("../node/bin/node", link);
  const native = readdirSync(path.join(app, "node_modules"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".node") && !name.includes("musl"))
    .map((name) => path.join(app, "node_modules", name));
  for (const library of new Set([binary, ...native].flatMap(librariesOf))) {
    const place = path.join(target, library);
    mkdirSync(path.dirname(place), { recursive: true });
    cpSync(realpathSync(library), place);
  }
}

/** Absolute paths of the libraries that a program is linked with. */
function librariesOf(file) {
  const text = execFileSync("ldd", [file], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return [...text.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, library]) => library);
}

function writeSystemFiles(target) {
  const etc = path.join(target, "etc");
  mkdirSync(etc, { recursive: true });
  const id = `${imageUser}:${imageUser}`;
  writeFileSync(
    path.join(etc, "passwd"),
    `root:x:0:0:root:/:/nonexistent\nlightnode:x:${id}:LightNode:/data:/nonexistent\n`,
  );
  writeFileSync(path.join(etc, "group"), `root:x:0:\nlightnode:x:${imageUser}:\n`);
  writeFileSync(path.join(etc, "nsswitch.conf"), "hosts: files dns\n");
  for (const name of ["tmp", "data"]) mkdirSync(path.join(target, name), { recursive: true });
  chmodSync(path.join(target, "tmp"), 0o1777);
  // A new volume takes owner and mode from here; the Dockerfile sets the owner.
  chmodSync(path.join(target, "data"), 0o700);
}

/** CycloneDX, of the packages of production, from the lock file. */
function billOfMaterials() {
  const args = ["sbom", "--package-lock-only", "--omit=dev", "--sbom-format=cyclonedx", "--sbom-type=application"];
  return execFileSync("npm", args, { cwd: root, encoding: "utf8", maxBuffer: 64 << 20 });
}

function commit() {
  if (process.env.LIGHTNODE_COMMIT) return process.env.LIGHTNODE_COMMIT;
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (!process.argv[2]) throw new Error("use: node scripts/image/assemble.mjs <folder>");
  await assembleImage(path.resolve(process.argv[2]));
}
