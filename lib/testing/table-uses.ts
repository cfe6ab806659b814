import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { Statement } from "@/lib/db/statement";

/** Which modules read and write which tables: from the texts of statements and from calls of Prisma Client. */

/** Schema files that describe a part of a module; any other is named after its module. */
const moduleOfSchema: Readonly<Record<string, string>> = {
  detection: "auth",
  factors: "auth",
  encryption: "platform",
};

type Model = { table: string; owner: string; relations: ReadonlyMap<string, string> };
export type Schema = { models: ReadonlyMap<string, Model>; ownerOfTable: ReadonlyMap<string, string> };

export type TableUse = { file: string; module: string; table: string; access: "reads" | "writes" };

/** The models of prisma/schema, by the names that Prisma Client gives them. */
export function readSchema(folder = "prisma/schema"): Schema {
  const texts = readdirSync(folder).map((file) => ({
    owner: moduleOfSchema[path.basename(file, ".prisma")] ?? path.basename(file, ".prisma"),
    text: readFileSync(path.join(folder, file), "utf8"),
  }));
  const blocks = texts.flatMap(({ owner, text }) =>
    [...text.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = "", body = ""]) => ({ owner, name, body })),
  );
  const names = new Set(blocks.map(({ name }) => name));
  const models = new Map<string, Model>();
  for (const { owner, name, body } of blocks) {
    const fields = [...body.matchAll(/^ {2}(\w+)\s+(\w+)/gm)].filter(([, , type = ""]) => names.has(type));
    const relations = new Map(fields.map(([, field = "", type = ""]) => [field, lowerFirst(type)]));
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name;
    models.set(lowerFirst(name), { table, owner, relations });
  }
  return { models, ownerOfTable: new Map([...models.values()].map(({ table, owner }) => [table, owner])) };
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
const moduleOf = (file: string) => file.split("/")[1] ?? "";

/** The tables that an SQL text names. */
export function tablesIn(text: string, schema: Schema): Pick<TableUse, "table" | "access">[] {
  const found: Pick<TableUse, "table" | "access">[] = [];
  const add = (table: string | undefined, access: TableUse["access"]) => {
    if (table && schema.ownerOfTable.has(table)) found.push({ table, access });
  };
  for (const [, table] of text.matchAll(/\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)/g)) add(table, "writes");
  for (const [, list = ""] of text.matchAll(
    /(?<!DELETE )\b(?:FROM|USING|JOIN|TABLE)\s+(\w+(?:\s+(?:AS\s+)?\w+)?(?:\s*,\s*\w+(?:\s+(?:AS\s+)?\w+)?)*)/g,
  )) {
    for (const item of list.split(",")) add(item.trim().split(/\s+/)[0], "reads");
  }
  return found;
}

/** Uses by the statements of a module's exports, also those in lists and objects. */
export function usesOfStatements(file: string, exported: unknown, schema: Schema): TableUse[] {
  if (exported instanceof Statement) {
    return tablesIn(exported.text, schema).map((use) => ({ ...use, file, module: moduleOf(file) }));
  }
  if (typeof exported !== "object" || exported === null) return [];
  return Object.values(exported).flatMap((item) => usesOfStatements(file, item, schema));
}

const writing = /^(create|update|upsert|delete)/;

/** Uses by calls of Prisma Client, with the relations that their arguments name. */
export function usesOfCalls(file: string, text: string, schema: Schema): TableUse[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const constants = constantsOf(source);
  const uses: TableUse[] = [];
  const add = (model: string, access: TableUse["access"]) => {
    const table = schema.models.get(model)?.table;
    if (table) uses.push({ file, module: moduleOf(file), table, access });
  };
  /** The relations in an argument; `model` is the one that its names belong to. */
  const readArgument = (node: ts.Node, model: string, seen: readonly ts.Node[]): void => {
    const value = ts.isIdentifier(node) ? constants.get(node.text) : node;
    if (!value || seen.includes(value)) return;
    if (ts.isPropertyAssignment(value) || ts.isShorthandPropertyAssignment(value)) {
      const name = value.name.getText(source);
      const target = schema.models.get(model)?.relations.get(name);
      if (target) add(target, "reads");
      const content = ts.isPropertyAssignment(value) ? value.initializer : value.name;
      readArgument(content, target ?? model, [...seen, value]);
      return;
    }
    ts.forEachChild(value, (child) => {
      readArgument(child, model, [...seen, value]);
    });
  };
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const { expression: object, name: method } = node.expression;
    if (!ts.isPropertyAccessExpression(object) || !/\bprisma$/.test(object.expression.getText(source))) return;
    const model = object.name.text;
    add(model, writing.test(method.text) ? "writes" : "reads");
    for (const argument of node.arguments) readArgument(argument, model, []);
  };
  visit(source);
  return uses;
}

/** What the constants of a file are, by name. */
function constantsOf(source: ts.SourceFile): Map<string, ts.Node> {
  const constants = new Map<string, ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      constants.set(node.name.text, node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return constants;
}

/** The beginnings of SQL texts in a file that is not for them. */
export function looseSql(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
    const start = isText ? node.getText(source).slice(1) : "";
    if (/^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH \w+)\b/.test(start))
      found.push(`${file}: ${start.slice(0, 60)}`);
    ts.forEachChild(node, visit);
  };
  if (!file.endsWith(".sql.ts")) visit(source);
  return found;
}

/** The files of the modules in lib, without tests and what only they run. */
export function sourceFiles(): string[] {
  return readdirSync("lib", { recursive: true, encoding: "utf8" })
    .map((file) => `lib/${file.replaceAll(path.sep, "/")}`)
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|contract)\.tsx?$|\/testing\/|^lib\/db\/generated\//.test(file));
}

/** Every use in the modules of lib. */
export async function readUses(schema: Schema): Promise<TableUse[]> {
  const files = sourceFiles();
  const uses = files.flatMap((file) => usesOfCalls(file, readFileSync(file, "utf8"), schema));
  for (const file of files.filter((name) => name.endsWith(".sql.ts"))) {
    const exported: object = await import(path.resolve(file));
    uses.push(...Object.values(exported).flatMap((value) => usesOfStatements(file, value, schema)));
  }
  return uses;
}
