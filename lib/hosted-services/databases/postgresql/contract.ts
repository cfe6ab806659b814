/** What the browser knows of this kind of database. */
export const postgresql = {
  label: "PostgreSQL",
  /** The program that the line for a terminal is for. */
  client: "psql",
  /** Extensions that a customer may switch on; all are trusted, so that no superuser is needed. */
  extensions: [
    "btree_gin",
    "btree_gist",
    "citext",
    "cube",
    "fuzzystrmatch",
    "hstore",
    "intarray",
    "isn",
    "lo",
    "ltree",
    "pg_trgm",
    "pgcrypto",
    "seg",
    "tablefunc",
    "tcn",
    "unaccent",
    "uuid-ossp",
  ],
  readOnlyHint: "Delete rows (SET default_transaction_read_only = off first) or ask for a larger size.",
} as const;
