import { escapeIdentifier, escapeLiteral } from "pg";

/** Statements about whole databases, on the server's own database `postgres`. */
export const readRights = `SELECT rolsuper AS super, rolcreatedb AS "createsDatabases" FROM pg_catalog.pg_roles
  WHERE rolname = current_user`;

/** The form of the panel's database, for one beside it. */
export const readForm = `SELECT pg_catalog.pg_get_userbyid(datdba) AS owner, datcollate AS collation, datctype AS ctype,
  datlocprovider = 'c' AS "isPlain", pg_catalog.pg_encoding_to_char(encoding) AS encoding,
  pg_catalog.pg_database_size(oid)::float8 AS bytes,
  pg_catalog.pg_has_role(current_user, datdba, 'MEMBER') AS "actsForOwner" FROM pg_catalog.pg_database WHERE datname = $1`;

export type DatabaseForm = {
  owner: string;
  collation: string;
  ctype: string;
  isPlain: boolean;
  encoding: string;
  bytes: number;
  actsForOwner: boolean;
};

export function createDatabase(name: string, form: DatabaseForm): string {
  const { owner, collation, ctype, isPlain, encoding } = form;
  const locale = isPlain ? ` LC_COLLATE ${escapeLiteral(collation)} LC_CTYPE ${escapeLiteral(ctype)}` : "";
  return `CREATE DATABASE ${escapeIdentifier(name)} OWNER ${escapeIdentifier(owner)} TEMPLATE template0
    ENCODING ${escapeLiteral(encoding)}${locale}`;
}
export const closeToPublic = (name: string) => `REVOKE CONNECT ON DATABASE ${escapeIdentifier(name)} FROM PUBLIC`;
export const dropDatabase = (name: string) => `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`;
export const renameDatabase = (from: string, to: string) =>
  `ALTER DATABASE ${escapeIdentifier(from)} RENAME TO ${escapeIdentifier(to)}`;
export const endSessions = `SELECT count(pg_catalog.pg_terminate_backend(pid)) FROM pg_catalog.pg_stat_activity
  WHERE datname = ANY($1) AND pid <> pg_catalog.pg_backend_pid()`;
export const listDatabases = "SELECT datname::text AS name FROM pg_catalog.pg_database WHERE datname ~ $1 ORDER BY 1";
