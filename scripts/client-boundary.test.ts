import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

// A server component may render what a "use client" file exports, and may not call it: Next answers 500 then, and only in
// the branch that calls. Values and functions that both sides use belong into files of their own.
const root = path.resolve(import.meta.dirname, "..");
const extensions = [".tsx", ".ts", "/index.tsx", "/index.ts"];

function sourcesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /(?:page|layout|error|not-found|loading)\.tsx$/.test(name))
    .map((name) => path.join(root, folder, name));
}

function resolve(from: string, name: string): string | null {
  if (!name.startsWith(".") && !name.startsWith("@/")) return null;
  const base = name.startsWith("@/") ? path.join(root, name.slice(2)) : path.resolve(path.dirname(from), name);
  const file = extensions.map((extension) => base + extension).find((candidate) => existsSync(candidate));
  return file ?? null;
}

const isClient = (text: string) => /^\s*(?:\/\/.*\s*|\/\*[\s\S]*?\*\/\s*)*["']use client["']/.test(text);

type Import = { file: string; names: string[] };

/** Imports of values, with the names they bind; types are left out. */
function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return source.statements.filter(ts.isImportDeclaration).flatMap((statement) => {
    const clause = statement.importClause;
    const target = resolve(file, (statement.moduleSpecifier as ts.StringLiteral).text);
    if (!target || clause?.isTypeOnly) return [];
    const bindings = clause?.namedBindings;
    const named = bindings && ts.isNamedImports(bindings) ? bindings.elements.filter((item) => !item.isTypeOnly) : [];
    return [{ file: target, names: named.map((item) => (item.propertyName ?? item.name).getText(source)) }];
  });
}

/** `file imports name` for each lower-case name that server code takes from a client file. */
function crossings(entries: string[]): string[] {
  const seen = new Set<string>();
  const queue = [...entries];
  const found: string[] = [];
  for (let file = queue.pop(); file; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(file, "utf8");
    if (isClient(text)) continue;
    for (const imported of importsOf(file, text)) {
      queue.push(imported.file);
      if (!isClient(readFileSync(imported.file, "utf8"))) continue;
      const called = imported.names.filter((name) => /^[a-z]/.test(name));
      found.push(...called.map((name) => `${path.relative(root, file)} imports ${name}`));
    }
  }
  return found;
}

it("server components import only components from client files", () => {
  expect(crossings(sourcesBelow("app"))).toEqual([]);
});
