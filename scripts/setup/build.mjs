import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { buildAgent } from "./build-agent.mjs";
import { buildExecutor } from "./build-executor.mjs";
import { hashOf } from "./hash.mjs";
import { bin, node, root } from "./paths.mjs";
import { run } from "./run.mjs";

const serverSources = ["lib", "prisma/schema", "package-lock.json", "tsconfig.json"];
const pageSources = [
  ...serverSources,
  "app",
  "components",
  "public",
  "next.config.ts",
  "proxy.ts",
  "instrumentation.ts",
];

const entries = ["web", "worker", "realtime", "prepare", "cli", "restore"];

/**
 * Bundles the process entries into dist/ when lib/ changed: one file each starts faster and needs less memory. The worker
 * alone is split, so that what it imports on demand stays out of memory until then; shared pieces would load into every
 * process what one of them needs.
 */
export async function buildProcesses({ force = false } = {}) {
  const marker = path.join(root, "dist/.sources");
  const builders = ["build", "build-program", "build-executor", "build-agent"].map(
    (name) => `scripts/setup/${name}.mjs`,
  );
  const wanted = hashOf([...serverSources, "clients", ...builders]);
  if (!force && existsSync(marker) && readFileSync(marker, "utf8") === wanted) return "up to date";
  const sources = entries.map((name) => path.join(root, `lib/bootstrap/${name}.ts`)).filter((file) => existsSync(file));
  rmSync(path.join(root, "dist"), { recursive: true, force: true });
  mkdirSync(path.join(root, "dist"), { recursive: true });
  const isWorker = (file) => path.basename(file) === "worker.ts";
  await bundle(sources.filter((file) => !isWorker(file)));
  await bundle(sources.filter(isWorker), ["--splitting"]);
  await buildExecutor();
  await buildAgent();
  writeFileSync(marker, wanted);
  return "built";
}

function bundle(sources, options = []) {
  return run(
    bin("esbuild"),
    [
      ...sources,
      ...options,
      "--bundle",
      "--platform=node",
      "--target=node22",
      "--format=esm",
      "--jsx=automatic",
      "--packages=external",
      "--outdir=dist",
      "--out-extension:.js=.mjs",
      "--sourcemap",
      "--sources-content=false",
      "--log-level=warning",
      `--alias:@=${root}`,
    ],
    { cwd: root },
  );
}

/** Routes that only benches call. They are in app/ while a build for benches runs, and in no other build. */
const benchRoutes = "bench/routes";
const addedRoutes = path.join(root, "app/(bench)");

/** Runs `next build` when pages or what they use changed. */
export async function buildPages() {
  const isForBenches = process.env.LIGHTNODE_BENCH_BUILD === "true";
  const marker = path.join(root, ".next/.sources");
  // Left behind by a build that was killed.
  rmSync(addedRoutes, { recursive: true, force: true });
  const wanted = hashOf([...pageSources, "scripts/setup/build.mjs", ...(isForBenches ? [benchRoutes] : [])]);
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return "up to date";
  rmSync(path.join(root, ".next"), { recursive: true, force: true });
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  if (isForBenches) cpSync(path.join(root, benchRoutes), addedRoutes, { recursive: true });
  try {
    await run(node, [path.join(root, "node_modules/next/dist/bin/next"), "build"], { cwd: root, env });
  } finally {
    rmSync(addedRoutes, { recursive: true, force: true });
    // They name the added routes, and `npm run check` reads them.
    if (isForBenches) rmSync(path.join(root, ".next/types"), { recursive: true, force: true });
  }
  lightenSourceMaps(path.join(root, ".next/server"));
  compressStatic(path.join(root, ".next/static"));
  writeFileSync(marker, wanted);
  return "built";
}

/** Scripts and styles once with Brotli, for lib/http/entry/static-files.ts: names carry a hash, so they never change. */
function compressStatic(directory) {
  for (const name of readdirSync(directory, { recursive: true })) {
    if (!/\.(js|css)$/.test(name)) continue;
    const file = path.join(directory, name);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file), { params }));
  }
}

/** Node keeps the map of every file it loads; a stack trace needs the places in it, not a copy of the sources. */
function lightenSourceMaps(directory) {
  const withoutSources = ({ sourcesContent: _sources, sections, ...map }) =>
    sections
      ? { ...map, sections: sections.map((section) => ({ ...section, map: withoutSources(section.map) })) }
      : map;
  for (const name of readdirSync(directory, { recursive: true })) {
    if (!name.endsWith(".map")) continue;
    const file = path.join(directory, name);
    writeFileSync(file, JSON.stringify(withoutSources(JSON.parse(readFileSync(file, "utf8")))));
  }
}
