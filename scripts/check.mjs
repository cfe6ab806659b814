// `npm run check`: everything that is judged without running the panel. Each check is run even when an earlier one
// failed, so that one run shows everything to correct. `npm run check -- NAME …` runs some of them.
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { lintDockerfile } from "./lint/dockerfile.mjs";
import { generateSources } from "./setup/generate.mjs";
import { ensurePackages } from "./setup/packages.mjs";
import { bin, node, root } from "./setup/paths.mjs";
import { fail, say, step } from "./setup/report.mjs";
import { run } from "./setup/run.mjs";

/** Runs a package's program on our Node; its report is printed when it finds something. */
async function tool(name, args) {
  try {
    return await run(node, [bin(name), ...args], { cwd: root });
  } catch (error) {
    if (error.output) say(error.output.trimEnd());
    throw new Error(error.output ? "see above" : error.message);
  }
}

/**
 * Next writes this file when it builds; a fresh clone has no build yet, and needs the types of CSS modules and images.
 */
function ensureNextTypes() {
  const file = path.join(root, "next-env.d.ts");
  if (existsSync(file)) return;
  writeFileSync(file, '/// <reference types="next" />\n/// <reference types="next/image-types/global" />\n');
}

/** Prints what a linter of ours found, and fails when it is something. */
function judge({ checked, problems }, what) {
  for (const problem of problems) say(problem);
  if (problems.length > 0) throw new Error("see above");
  return `${checked} ${what}`;
}

const cruised = ["lib", "app", "components", "scripts", "bench", "games", "e2e", "clients"];

const checks = {
  format: async () => {
    await tool("biome", ["check", "--error-on-warnings", "--max-diagnostics=200", "--colors=off"]);
    return "formatted, nothing to lint";
  },
  types: async () => {
    ensureNextTypes();
    // Of the last build: they name routes that may be gone since. The next build writes them again.
    rmSync(path.join(root, ".next/types"), { recursive: true, force: true });
    await tool("tsc", ["--noEmit"]);
    return "no errors";
  },
  imports: async () => {
    const folders = cruised.filter((folder) => existsSync(path.join(root, folder)));
    const output = await tool("depcruise", ["--config", ".dependency-cruiser.cjs", ...folders]);
    const modules = Number(/\((\d+) modules/.exec(output)?.[1] ?? 0);
    // With some versions of TypeScript it reads no module at all and reports no error.
    if (modules < 100) throw new Error(`only ${modules} modules were read`);
    return `${modules} modules keep to their layers`;
  },
  unused: async () => {
    await tool("knip", ["--no-progress", "--no-config-hints"]);
    return "no dead file, export or package";
  },
  texts: async () => {
    const { lintTexts } = await import("./lint/texts.mjs");
    return judge(lintTexts(), "texts in four languages, none outside the catalogue");
  },
  // Loaded when they run: their packages may not be installed before the first check.
  migrations: async () => {
    const { lintMigrations } = await import("./lint/migrations.mjs");
    return judge(await lintMigrations(), "migrations are PostgreSQL, and new ones only add");
  },
  markdown: async () => {
    await tool("markdownlint-cli2", []);
    return "nothing to correct";
  },
  workflows: async () => {
    const { lintWorkflows } = await import("./lint/workflows.mjs");
    return judge(lintWorkflows(), "workflows are valid, pinned and without rights");
  },
  dockerfile: async () => judge(lintDockerfile(), "Dockerfile keeps to the rules"),
};

try {
  await step("packages", ensurePackages);
  await step("sources", generateSources);
} catch {
  process.exit(1);
}
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in checks));
if (unknown !== undefined) {
  fail(`there is no check ${unknown}: ${Object.keys(checks).join(", ")}`);
  process.exit(1);
}
const failed = [];
for (const [name, check] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await step(name, check).catch(() => failed.push(name));
}
if (failed.length > 0) fail(`failed: ${failed.join(", ")}`);
process.exit(failed.length > 0 ? 1 : 0);
