// Runs on the packaged Node, which reads TypeScript: writes the tables that scripts/setup/assemble-modules.mjs describes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { sources } from "../assemble-modules.mjs";
import { root } from "../paths.mjs";

/** `@/…` is the project's root, as in tsconfig.json. */
function resolveAliases() {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier.startsWith("@/")
        ? {
            url: pathToFileURL(`${path.join(root, specifier.slice(2))}.ts`).href,
            format: "module-typescript",
            shortCircuit: true,
          }
        : next(specifier, context),
  });
}

async function readManifests() {
  resolveAliases();
  const found = [];
  for (const file of sources().manifests) {
    const { manifest } = await import(pathToFileURL(path.join(root, file)).href);
    if (!manifest) throw new Error(`${file} exports no manifest`);
    found.push({ file, manifest });
  }
  return found;
}

/** Records of one part, joined; a name that two modules declare is an error. */
function join(manifests, part) {
  const joined = {};
  const from = {};
  for (const { file, manifest } of manifests) {
    for (const [name, value] of Object.entries(manifest[part] ?? {})) {
      if (from[name]) throw new Error(`${file} and ${from[name]} both declare ${part} "${name}"`);
      from[name] = file;
      joined[name] = value;
    }
  }
  return joined;
}

const list = (manifests, part) => manifests.flatMap(({ manifest }) => manifest[part] ?? []);
const auditList = (manifests, part) => manifests.flatMap(({ manifest }) => manifest.audit?.[part] ?? []);

function refuseDoubles(what, values) {
  const doubles = values.filter((value, index) => values.indexOf(value) !== index);
  if (doubles.length > 0) throw new Error(`${what} declared twice: ${doubles.join(", ")}`);
}

function write(file, text) {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  const whole = `// Written by scripts/setup/assemble-modules.mjs. Change the manifests of the modules instead.\n${text}`;
  if (!existsSync(target) || readFileSync(target, "utf8") !== whole) writeFileSync(target, whole);
}

const constant = (name, value) => `export const ${name} = ${JSON.stringify(value, null, 2)} as const;\n`;

function writeTables(manifests) {
  const permissions = join(manifests, "permissions");
  const known = (part) => {
    for (const name of list(manifests, part)) {
      if (!permissions[name]) throw new Error(`${part} names "${name}", which is no permission`);
    }
    return list(manifests, part);
  };
  write(
    "lib/access/generated/tables.ts",
    [
      constant("permissions", permissions),
      constant("resourceLoginPermissions", known("resourceLogin")),
      constant("limitedTokenPermissions", known("limitedToken")),
      constant("fieldRules", join(manifests, "fields")),
    ].join("\n"),
  );
  const ids = join(manifests, "ids");
  refuseDoubles("prefixes of ids", Object.values(ids));
  const columns = list(manifests, "encryptedColumns");
  refuseDoubles(
    "labels of encrypted columns",
    columns.map(({ label }) => label),
  );
  write("lib/core/generated/tables.ts", `${constant("idPrefixes", ids)}\n${constant("encryptedColumns", columns)}`);
  write("lib/http/generated/limit-classes.ts", constant("limitClasses", join(manifests, "limits")));
  const audit = ["reads", "securityResources", "securityActions"];
  write("lib/audit/generated/classes.ts", audit.map((part) => constant(part, auditList(manifests, part))).join("\n"));
  const parts = manifests.map(({ file, manifest }) => ({ file, manifest: manifest.audit ?? {} }));
  write("lib/audit/generated/sentences.ts", constant("sentences", join(parts, "sentences")));
}

function writeNavigation(manifests) {
  const entries = list(manifests, "navigation").sort((a, b) => a.position - b.position);
  refuseDoubles(
    "pages of the navigation",
    entries.map(({ href }) => href),
  );
  const icons = [...new Set(entries.map(({ icon }) => icon))].sort();
  // Its label in the language of the page is the text shell.pages.<key>.
  const keyOf = (href) => href.slice(1).replace(/[/-](\w)/g, (_, letter) => letter.toUpperCase()) || "home";
  const items = entries.map(
    ({ label, href, icon, section, audience }) =>
      `  ${JSON.stringify({ key: keyOf(href), label, href, section, audience }).slice(0, -1)},"icon":${icon}},\n`,
  );
  write(
    "components/shell/generated/navigation.ts",
    `import { ${icons.join(", ")} } from "@tabler/icons-react";\n\nexport const navigation = [\n${items.join("")}] as const;\n`,
  );
}

/** One list of the exports of files, in the order of their names. */
function writeList(file, name, files) {
  const imports = files.map((source, index) => `import * as part${index} from "@/${source.slice(0, -3)}";\n`);
  write(file, `${imports.join("")}\nexport const ${name} = [${files.map((_, index) => `part${index}`).join(", ")}];\n`);
}

/** Routes that are made with route(); the document's own route is left out. */
function writeRoutes(files) {
  const described = files.filter(
    (file) => /\broute\(\{/.test(readFileSync(path.join(root, file), "utf8")) && !file.includes("openapi.json"),
  );
  const imports = described.map((file, index) => `import * as route${index} from "@/${file.slice(0, -3)}";\n`);
  const entries = described.map((file, index) => `  "/${path.dirname(file).replace(/^app\//, "")}": route${index},\n`);
  write(
    "app/api/openapi.json/generated/routes.ts",
    [
      ...imports,
      'import type { RouteModules } from "@/lib/http/openapi";\n\n',
      `const all = {\n${entries.join("")}};\n\n`,
      "/** With the types of each route, for the client of the API. */\nexport type Routes = typeof all;\n\n",
      "export const routes: RouteModules = all;\n",
    ].join(""),
  );
}

async function writeAll() {
  const manifests = await readManifests();
  writeTables(manifests);
  writeNavigation(manifests);
  const { modules, personalData, messages, metrics, commands, routes } = sources();
  writeList("lib/bootstrap/generated/modules.ts", "modules", modules);
  writeList("lib/bootstrap/generated/commands.ts", "groups", commands);
  writeList("lib/platform/generated/personal-data.ts", "modules", personalData);
  writeList("lib/platform/generated/messages.ts", "modules", messages);
  writeList("lib/platform/generated/metrics.ts", "modules", metrics);
  writeRoutes(routes);
}

await writeAll();
