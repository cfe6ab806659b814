import { escapeIdentifier, escapeLiteral } from "pg";

/** Statements that read the rows of one database, in the snapshot that pg_dump shares. */
const named = (schema: string, name: string) => `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;

export const beginSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
export const exportSnapshot = `SELECT pg_catalog.pg_export_snapshot() AS snapshot,
  pg_catalog.current_setting('server_version_num')::int / 10000 AS major`;
/** A policy on rows must not leave some out silently. */
export const refuseRowSecurity = "SET row_security = off";

const isOwn = (oid: string) => `NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = ${oid} AND d.deptype = 'e')
  AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`;

/** Tables with rows of their own, and their columns that are stored and not computed. */
export const listTables = `
  SELECT n.nspname AS schema, c.relname AS name, coalesce(array_agg(a.attname::text ORDER BY a.attnum)
    FILTER (WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''), '{}') AS columns
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
  WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND ${isOwn("c.oid")}
  GROUP BY c.oid, n.nspname, c.relname ORDER BY c.oid`;

export const listSequences = `
  SELECT s.schemaname AS schema, s.sequencename AS name, s.last_value::text AS value, s.start_value::text AS start
  FROM pg_catalog.pg_sequences s JOIN pg_catalog.pg_namespace n ON n.nspname = s.schemaname
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = s.sequencename
  WHERE ${isOwn("c.oid")} ORDER BY c.oid`;

/** In the order in which they were created: one that reads another one comes later. */
export const listFilledViews = `
  SELECT n.nspname AS schema, c.relname AS name
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'm' AND c.relispopulated AND ${isOwn("c.oid")} ORDER BY c.oid`;

type Named = { schema: string; name: string };
export type DumpedTable = Named & { columns: string[] };
export type DumpedSequence = Named & { value: string | null; start: string };

export const lockTable = ({ schema, name }: Named) => `LOCK TABLE ONLY ${named(schema, name)} IN ACCESS SHARE MODE`;

const columnsOf = ({ columns }: DumpedTable) => columns.map(escapeIdentifier).join(", ");
export const copyOut = (table: DumpedTable) =>
  `COPY ${named(table.schema, table.name)} (${columnsOf(table)}) TO STDOUT`;

/** Lines of the dump. */
export const copyIn = (table: DumpedTable) =>
  `COPY ${named(table.schema, table.name)} (${columnsOf(table)}) FROM stdin;\n`;
export const setSequence = ({ schema, name, value, start }: DumpedSequence) =>
  `SELECT pg_catalog.setval(${escapeLiteral(named(schema, name))}, ${value ?? start}, ${value !== null});\n`;
export const fillView = ({ schema, name }: Named) => `REFRESH MATERIALIZED VIEW ${named(schema, name)};\n`;
