// Assembles what modules declare: data (`lib/*/manifest.ts`), jobs, events and workloads (`lib/*/module.ts`), personal data,
// metrics, commands and the route files become the tables under `generated/` in lib, app and components. They are not
// checked in; a new module or route edits no list.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hashOf } from "./hash.mjs";
import { node, root } from "./paths.mjs";
import { run } from "./run.mjs";

const marker = path.join(root, "lib/bootstrap/generated/.sources");
const writer = "scripts/setup/assemble/write-tables.mjs";

/** Sources of a folder, which may be missing, without its tests. */
function listFolder(folder) {
  if (!existsSync(path.join(root, folder))) return [];
  const files = readdirSync(path.join(root, folder)).sort();
  return files.filter((file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file)).map((file) => `${folder}/${file}`);
}

/** Files with a module's declarations, and the route files, relative to the project. */
export function sources() {
  const modules = readdirSync(path.join(root, "lib")).sort();
  const ofModules = (name) =>
    modules.map((module) => `lib/${module}/${name}`).filter((file) => existsSync(path.join(root, file)));
  const routes = readdirSync(path.join(root, "app/api"), { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .map((file) => `app/api/${file.split(path.sep).join("/")}`)
    .sort();
  return {
    manifests: ofModules("manifest.ts"),
    modules: ofModules("module.ts"),
    personalData: ofModules("personal-data.sql.ts"),
    messages: modules.flatMap((module) => listFolder(`lib/${module}/messages`)),
    metrics: ofModules("read-metrics.ts"),
    commands: [...listFolder("lib/bootstrap/cli"), ...listFolder("lib/bootstrap/cli/hosted")],
    routes,
  };
}

/** Writes the tables as the sources on disk say; answers `up to date` when they did not change. */
export async function assembleModules() {
  const found = sources();
  const files = Object.values(found).flat();
  const wanted = hashOf([...files, "lib/access/reaches.ts", "scripts/setup/assemble-modules.mjs", writer]);
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return "up to date";
  await run(node, [path.join(root, writer)], { cwd: root });
  writeFileSync(marker, wanted);
  return `${found.manifests.length} modules, ${found.routes.length} routes`;
}
