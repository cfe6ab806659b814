import { escapeIdentifier, escapeLiteral } from "pg";
import { quoted } from "../snapshot/catalogue.remote.sql";

/** Statements that prepare a migrated database for its rows, and put back what was removed for that. */
const isOurs = `n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'pgboss')`;

export const loadSettings = [
  "SET synchronous_commit = off",
  "SET maintenance_work_mem = '256MB'",
  "SET client_min_messages = error",
];

export const countOwnTables = `SELECT count(*)::int AS tables FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm') AND ${isOurs}`;

export const listOwnTables = `
  SELECT n.nspname AS schema, c.relname AS name FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${isOurs} AND c.relname <> '_prisma_migrations' ORDER BY 1, 2`;
type Named = { schema: string; name: string };
/** Tables into which migrations inserted rows, which the backup has too. */
export const listFilled = (tables: readonly Named[]) =>
  tables
    .map((table, index) => `SELECT ${index} AS index WHERE EXISTS (SELECT FROM ${quoted(table)})`)
    .join(" UNION ALL ");
export const emptyTables = (tables: readonly Named[]) => `TRUNCATE ${tables.map(quoted).join(", ")}`;
export const switchTriggers = (tables: readonly Named[], on: boolean) =>
  tables.map((table) => `ALTER TABLE ${quoted(table)} ${on ? "ENABLE" : "DISABLE"} TRIGGER USER`).join(";\n");

/**
 * Constraints and indexes of ordinary tables in the order in which they can be made; reversed, in which they can be
 * removed. Those of partitioned tables stay.
 */
export const listBuilt = `
  SELECT * FROM (
    SELECT CASE con.contype WHEN 'f' THEN 3 ELSE 1 END AS place, n.nspname AS schema, c.relname AS table, con.conname AS name,
      pg_catalog.pg_get_constraintdef(con.oid) AS definition, true AS "isConstraint"
    FROM pg_catalog.pg_constraint con JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE con.contype IN ('p', 'u', 'x', 'f') AND con.conparentid = 0 AND c.relkind = 'r' AND NOT c.relispartition
      AND ${isOurs} AND c.relname <> '_prisma_migrations'
    UNION ALL
    SELECT 2, n.nspname, c.relname, i.relname, pg_catalog.pg_get_indexdef(i.oid), false
    FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indrelid JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND NOT c.relispartition AND ${isOurs} AND c.relname <> '_prisma_migrations'
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint con WHERE con.conindid = x.indexrelid AND con.contype IN ('p', 'u', 'x'))
  ) built ORDER BY place, schema, "table", name`;

export type Built = {
  place: number;
  schema: string;
  table: string;
  name: string;
  definition: string;
  isConstraint: boolean;
};

export const removeBuilt = ({ schema, table, name, isConstraint }: Built) =>
  isConstraint
    ? `ALTER TABLE ${quoted({ schema, name: table })} DROP CONSTRAINT ${escapeIdentifier(name)}`
    : `DROP INDEX ${quoted({ schema, name })}`;
export const buildAgain = ({ schema, table, name, definition, isConstraint }: Built) =>
  isConstraint
    ? `ALTER TABLE ${quoted({ schema, name: table })} ADD CONSTRAINT ${escapeIdentifier(name)} ${definition}`
    : definition;

export const tableExists = ({ schema, name }: Named) =>
  `SELECT pg_catalog.to_regclass(${escapeLiteral(quoted({ schema, name }))}) IS NOT NULL AS exists`;

/** `FOR VALUES FROM ('…') TO ('…')`: written by PostgreSQL, authenticated by the backup; nothing else is run. */
const boundForm = /^(DEFAULT|FOR VALUES (FROM \('[^';]*'\) TO \('[^';]*'\)|IN \([^;]*\)|WITH \([^;]*\)))$/;
export function createPartition(table: Named, of: { parentSchema: string; parent: string; bound: string }): string {
  if (!boundForm.test(of.bound)) throw new Error(`The bound of ${table.name} cannot be read.`);
  return `CREATE TABLE ${quoted(table)} PARTITION OF ${quoted({ schema: of.parentSchema, name: of.parent })} ${of.bound}`;
}

export const analyze = "ANALYZE";
