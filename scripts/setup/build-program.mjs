import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hashOf } from "./hash.mjs";
import { root } from "./paths.mjs";

/**
 * Bundles a program for other machines into one file that needs nothing but Node. "up to date" when nothing that it is made
 * of changed.
 * @param {{ entry: string, outFile: string, sources: string[], target: string, force: boolean, banner?: string, plugins?: import("esbuild").Plugin[] }} program
 *   `entry` and `sources`: paths in the project; `banner`: lines after the one that names Node.
 */
export async function buildProgram({ entry, outFile, sources, target, force, banner = "", plugins = [] }) {
  const marker = `${outFile}.sources`;
  const wanted = hashOf([...sources, "tsconfig.json", "scripts/setup/build-program.mjs"]);
  const isBuilt = existsSync(outFile) && existsSync(marker) && readFileSync(marker, "utf8") === wanted;
  if (!force && isBuilt) return "up to date";
  const { build } = await import("esbuild");
  mkdirSync(path.dirname(outFile), { recursive: true });
  await build({
    entryPoints: [path.join(root, entry)],
    outfile: outFile,
    bundle: true,
    platform: "node",
    format: "esm",
    target,
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    logLevel: "warning",
    tsconfig: path.join(root, "tsconfig.json"),
    plugins,
    banner: { js: `#!/usr/bin/env node\n${banner}` },
  });
  chmodSync(outFile, 0o755);
  writeFileSync(marker, wanted);
  return "built";
}
