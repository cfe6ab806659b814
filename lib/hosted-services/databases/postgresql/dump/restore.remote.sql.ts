import { escapeIdentifier } from "pg";

/** Statements around a restore, as the owner of the database. */
export const beginRestore = [
  "BEGIN READ WRITE",
  "SET LOCAL lock_timeout = '30s'",
  "SET LOCAL idle_in_transaction_session_timeout = 0",
  // A large index takes its time; the step has a limit of its own.
  "SET LOCAL statement_timeout = 0",
  "SET LOCAL client_min_messages = error",
];
export const commitRestore = "COMMIT";

/** What the owner created: schemas, and large objects. */
export const listOwnSchemas = `SELECT n.nspname AS name FROM pg_catalog.pg_namespace n
  WHERE pg_catalog.pg_has_role(n.nspowner, 'USAGE') AND n.nspname NOT LIKE 'pg\\_%' ORDER BY n.nspname`;
export const dropSchema = (name: string) => `DROP SCHEMA ${escapeIdentifier(name)} CASCADE`;
export const dropLargeObjects = `SELECT count(pg_catalog.lo_unlink(oid)) FROM pg_catalog.pg_largeobject_metadata
  WHERE pg_catalog.pg_has_role(lomowner, 'USAGE')`;
export const emptySchema = "CREATE SCHEMA public";
