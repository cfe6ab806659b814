// Prints the SQL that makes prisma/schema in an empty database (`prisma migrate diff --from-empty --script` without the
// native schema engine, which cannot be downloaded everywhere). lib/db/migrations.integration.test.ts compares its
// result with what the migrations make; a new migration starts from the difference.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

async function loadEngineModule() {
  const wasmPath = path.join(root, "node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), { "./schema_engine_bg.js": engineModule });
  engineModule.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return engineModule;
}

/** The SQL text; `url` is any reachable PostgreSQL (it is asked for its version, not changed). */
export async function schemaSql(url) {
  const { SchemaEngine } = await loadEngineModule();
  const directory = path.join(root, "prisma/schema");
  const files = readdirSync(directory)
    .filter((name) => name.endsWith(".prisma"))
    .map((name) => ({ path: path.join(directory, name), content: readFileSync(path.join(directory, name), "utf8") }));
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: url }));
  const engine = await SchemaEngine.new({ datamodels: files.map((f) => [f.path, f.content]) }, () => {}, adapter);
  const result = await engine.diff({
    from: { tag: "empty" },
    to: { tag: "schemaDatamodel", files },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return result.stdout ?? "";
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("set DATABASE_URL");
  process.stdout.write(await schemaSql(url));
  process.exit(0);
}
