import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hashOf } from "./hash.mjs";
import { root } from "./paths.mjs";

const sources = [
  "clients/agent",
  "lib/monitoring/metrics/contract.ts",
  "tsconfig.json",
  "scripts/setup/build-agent.mjs",
];

/** Bundles clients/agent into one file that needs nothing but Node. "up to date" when nothing that it is made of changed. */
export async function buildAgent({ outFile = path.join(root, "dist/agent.mjs"), force = false } = {}) {
  const marker = `${outFile}.sources`;
  const wanted = hashOf(sources);
  const isBuilt = existsSync(outFile) && existsSync(marker) && readFileSync(marker, "utf8") === wanted;
  if (!force && isBuilt) return "up to date";
  const { build } = await import("esbuild");
  mkdirSync(path.dirname(outFile), { recursive: true });
  await build({
    entryPoints: [path.join(root, "clients/agent/main.ts")],
    outfile: outFile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    logLevel: "warning",
    tsconfig: path.join(root, "tsconfig.json"),
    banner: { js: "#!/usr/bin/env node" },
  });
  chmodSync(outFile, 0o755);
  writeFileSync(marker, wanted);
  return "built";
}
