import { escapeIdentifier, escapeLiteral } from "pg";
import type { BackedUpSequence } from "../format/document";

/** Statements that read the catalogue and the rows of one database, on connections of a backup or a restore. */
type Named = { schema: string; name: string };
export const quoted = ({ schema, name }: Named) => `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;

export const beginSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
export const exportSnapshot = `SELECT pg_catalog.pg_export_snapshot() AS snapshot,
  pg_catalog.current_setting('server_version') AS version`;
export const takeSnapshot = (snapshot: string) => `SET TRANSACTION SNAPSHOT ${escapeLiteral(snapshot)}`;

/** Texts of values must be the same on every server: COPY and the hashes of rows are made of them. */
export const sessionSettings = [
  "SET statement_timeout = 0",
  "SET lock_timeout = '30s'",
  "SET idle_in_transaction_session_timeout = 0",
  "SET datestyle = 'ISO, YMD'",
  "SET intervalstyle = 'postgres'",
  "SET timezone = 'UTC'",
  "SET bytea_output = 'hex'",
  "SET extra_float_digits = 1",
  "SET client_encoding = 'UTF8'",
  "SET row_security = off",
];

const isOurs = `n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'pgboss')`;

/** Tables with rows of their own and the columns that are stored; about how many rows they have; of what they are a partition. */
export const listTables = `
  SELECT n.nspname AS schema, c.relname AS name, greatest(c.reltuples, 0)::float8 AS estimate,
    coalesce(array_agg(a.attname::text ORDER BY a.attnum)
      FILTER (WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''), '{}') AS columns,
    pn.nspname AS "parentSchema", p.relname AS parent, pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS bound
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
  LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
  LEFT JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
  LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
  WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND ${isOurs} AND c.relname <> '_prisma_migrations'
  GROUP BY c.oid, n.nspname, c.relname, pn.nspname, p.relname ORDER BY n.nspname, c.relname`;

export type CatalogueTable = {
  schema: string;
  name: string;
  estimate: number;
  columns: string[];
  parentSchema: string | null;
  parent: string | null;
  bound: string | null;
};

export const listSequences = `
  SELECT s.schemaname AS schema, s.sequencename AS name, s.last_value::text AS value
  FROM pg_catalog.pg_sequences s JOIN pg_catalog.pg_namespace n ON n.nspname = s.schemaname
  WHERE ${isOurs} ORDER BY 1, 2`;

export const listMigrations = `SELECT migration_name AS name, checksum FROM _prisma_migrations
  WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`;

type WithColumns = Named & { columns: string[] };
const columnsOf = ({ columns }: WithColumns) => columns.map(escapeIdentifier).join(", ");
export const lockTable = (table: Named) => `LOCK TABLE ONLY ${quoted(table)} IN ACCESS SHARE MODE`;
export const copyOut = (table: WithColumns) => `COPY ${quoted(table)} (${columnsOf(table)}) TO STDOUT`;
export const copyIn = (table: WithColumns) => `COPY ${quoted(table)} (${columnsOf(table)}) FROM STDIN`;

/** Number and hash of all rows; a sum does not depend on their order. */
export const hashRows = (table: WithColumns) => `
  SELECT count(*)::float8 AS rows,
    coalesce(sum(pg_catalog.hashtextextended(ROW(${columnsOf(table)})::text, 0)), 0)::text AS hash
  FROM ONLY ${quoted(table)}`;

export const setSequence = (sequence: BackedUpSequence) =>
  `SELECT pg_catalog.setval(${escapeLiteral(quoted(sequence))}, ${BigInt(sequence.value ?? 1)}, ${sequence.value !== null})`;
