// Assembles what modules declare: `lib/*/manifest.ts` (data), `lib/*/module.ts` (code) and the route files become the
// tables under `generated/` in lib, app and components. They are not checked in; a new module or route edits no list.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hashOf } from "./hash.mjs";
import { node, root } from "./paths.mjs";
import { run } from "./run.mjs";

const marker = path.join(root, "lib/platform/generated/.sources");
const writer = "scripts/setup/assemble/write-tables.mjs";

/** Files with a module's declarations, and the route files, relative to the project. */
export function sources() {
  const modules = readdirSync(path.join(root, "lib")).sort();
  const ofModules = (name) =>
    modules.map((module) => `lib/${module}/${name}`).filter((file) => existsSync(path.join(root, file)));
  const routes = readdirSync(path.join(root, "app/api"), { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .map((file) => `app/api/${file.split(path.sep).join("/")}`)
    .sort();
  return { manifests: ofModules("manifest.ts"), modules: ofModules("module.ts"), routes };
}

/** Writes the tables as the sources on disk say; answers `up to date` when they did not change. */
export async function assembleModules() {
  const { manifests, modules, routes } = sources();
  const files = [...manifests, ...modules, ...routes];
  const wanted = hashOf([...files, "lib/access/reaches.ts", "scripts/setup/assemble-modules.mjs", writer]);
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return "up to date";
  await run(node, [path.join(root, writer)], { cwd: root });
  writeFileSync(marker, wanted);
  return `${manifests.length} modules, ${routes.length} routes`;
}
