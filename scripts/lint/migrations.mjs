// Releases run side by side for a moment at an upgrade, and an older one must run on the newer database after a roll back:
// a migration only adds (expand), later releases stop using what is old, and a later migration removes it (contract).
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "libpg-query";
import { root } from "../setup/paths.mjs";

/** Migrations up to this one were written before the rule. */
const baseline = "20261128070000_foreign_key_indexes";

const alterations = {
  AT_DropColumn: "drops a column",
  AT_AlterColumnType: "changes the type of a column",
  AT_SetNotNull: "makes a column NOT NULL",
};

/** A file that removes something says since which migration nothing uses it any more. */
const contract = /^-- contract: since (\d{14}_\w+)\n/;

/**
 * What the statements of one migration break. `known` are the names of all migrations.
 * @param {string} sql @param {{ name: string, known: string[] }} migration @returns {Promise<string[]>}
 */
export async function problemsOf(sql, { name, known }) {
  const [, since] = contract.exec(sql) ?? [];
  if (since !== undefined) {
    if (!known.includes(since)) return [`there is no migration ${since}`];
    return since < name ? [] : [`${since} is not older`];
  }
  const { stmts = [] } = await parse(sql);
  const made = new Set(stmts.map(({ stmt }) => stmt.CreateStmt?.relation.relname).filter(Boolean));
  return stmts.flatMap(({ stmt }) => problemsOfStatement(stmt, made));
}

function problemsOfStatement(stmt, made) {
  if (stmt.RenameStmt)
    return [`renames ${stmt.RenameStmt.subname ?? stmt.RenameStmt.relation?.relname ?? "something"}`];
  if (stmt.DropStmt?.removeType === "OBJECT_TABLE") return ["drops a table"];
  // Nothing uses a table yet that the same migration makes.
  const alter = stmt.AlterTableStmt;
  if (!alter || made.has(alter.relation.relname)) return [];
  return (alter.cmds ?? []).flatMap(({ AlterTableCmd: { subtype, name, def } }) => {
    const table = alter.relation.relname;
    if (alterations[subtype]) return [`${alterations[subtype]}: ${table}.${name}`];
    if (subtype !== "AT_AddColumn") return [];
    const kinds = (def.ColumnDef.constraints ?? []).map(({ Constraint }) => Constraint.contype);
    const isFilled = ["CONSTR_DEFAULT", "CONSTR_GENERATED", "CONSTR_IDENTITY"].some((kind) => kinds.includes(kind));
    if (!kinds.includes("CONSTR_NOTNULL") || isFilled) return [];
    return [`adds a NOT NULL column without a default: ${table}.${def.ColumnDef.colname}`];
  });
}

/** Checks the migrations after the baseline. @returns {Promise<{ checked: number, problems: string[] }>} */
export async function lintMigrations(folder = path.join(root, "prisma/migrations")) {
  const known = readdirSync(folder)
    .filter((name) => /^\d{14}_/.test(name))
    .sort();
  const problems = [];
  for (const name of known) {
    const sql = readFileSync(path.join(folder, name, "migration.sql"), "utf8");
    // Every file must be PostgreSQL, the old ones too.
    const found = name > baseline ? await problemsOf(sql, { name, known }) : void (await parse(sql)) || [];
    problems.push(...found.map((problem) => `${name}: ${problem}`));
  }
  return { checked: known.length, problems };
}
