// `npm run bench`, or `npm run bench -- ports list`: measures the panel against the bare minimum on this machine,
// prints a table, writes bench/results.json and fails when a bar is missed. Brings its own database and panel.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { buildPages, buildProcesses } from "./setup/build.mjs";
import { ensureEngine } from "./setup/docker.mjs";
import { generateSources } from "./setup/generate.mjs";
import { ensurePackages } from "./setup/packages.mjs";
import { bin, node, root } from "./setup/paths.mjs";
import { fail, step } from "./setup/report.mjs";
import { run } from "./setup/run.mjs";

// Read by buildPages, here and in the panels that the benches start.
process.env.LIGHTNODE_BENCH_BUILD = "true";

// Two folders below the root, where scripts/setup/paths.mjs expects itself to be: it is part of the bundle.
const bundle = path.join(root, "dist/bench");

async function bundleBenches() {
  mkdirSync(bundle, { recursive: true });
  const flags = [
    "--bundle",
    "--splitting",
    "--platform=node",
    "--target=node22",
    "--format=esm",
    "--jsx=automatic",
    "--packages=external",
  ];
  const target = [`--outdir=${bundle}`, "--out-extension:.js=.mjs", `--alias:@=${root}`, "--log-level=warning"];
  await run(
    bin("esbuild"),
    [path.join(root, "bench/run.ts"), path.join(root, "bench/fleet-simulator.ts"), ...flags, ...target],
    { cwd: root },
  );
  return "bundled";
}

try {
  await step("packages", ensurePackages);
  await step("engine", () => ensureEngine(path.join(root, "data")));
  await step("sources", generateSources);
  await step("processes", () => buildProcesses());
  await step("pages", buildPages);
  await step("benches", bundleBenches);
} catch (error) {
  fail(error.message);
  process.exit(1);
}
const child = spawn(node, [path.join(bundle, "run.mjs"), ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, LIGHTNODE_ROOT: root },
  stdio: "inherit",
});
// Ctrl-C reaches the whole group by itself; a single signal is passed on.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("close", (code) => process.exit(code ?? 1));
