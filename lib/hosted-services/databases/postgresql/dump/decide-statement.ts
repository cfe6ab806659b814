import { withoutComments } from "./read-dump";

export type StatementDecision = { run: true } | { run: false; refused: string | null };

const object = "(TABLE|VIEW|MATERIALIZED|SEQUENCE|FUNCTION|PROCEDURE|AGGREGATE|TYPE|DOMAIN|SCHEMA|LARGE|[A-Z]+)";

/** Of owners, rights and the server: the database has its own. Left out. */
const leftOut: readonly RegExp[] = [
  /^\\(un)?restrict\b/,
  /^(BEGIN|COMMIT|END)(\s+(WORK|TRANSACTION))?$/i,
  /^START\s+TRANSACTION$/i,
  new RegExp(`^ALTER\\s+${object}\\b[\\s\\S]*\\sOWNER\\s+TO\\s+\\S+$`, "i"),
  /^(GRANT|REVOKE)\s/i,
  /^ALTER\s+DEFAULT\s+PRIVILEGES\s/i,
  /^SET\s+(SESSION\s+AUTHORIZATION|ROLE)\b/i,
  /^SET\s+(statement_timeout|lock_timeout|idle_in_transaction_session_timeout|transaction_timeout)\b/i,
  /^SET\s+(default_tablespace|default_table_access_method|default_with_oids)\b/i,
  /^RESET\s/i,
  /^CREATE\s+SCHEMA\s+(IF\s+NOT\s+EXISTS\s+)?public$/i,
  /^COMMENT\s+ON\s+(SCHEMA\s+public|EXTENSION|DATABASE)\s/i,
  /^(CREATE|DROP)\s+EXTENSION\s+(IF\s+(NOT\s+)?EXISTS\s+)?"?plpgsql"?\b/i,
  /^SECURITY\s+LABEL\s/i,
  // Superusers only.
  /^(CREATE|ALTER|DROP|COMMENT\s+ON)\s+EVENT\s+TRIGGER\s/i,
];

const refused: readonly (readonly [RegExp, string])[] = [
  [/^\\/, "Commands of psql are not run. Write a dump of one database in the plain format."],
  [
    /^(ROLLBACK|ABORT|SAVEPOINT|RELEASE|PREPARE\s+TRANSACTION|COMMIT|END|BEGIN|START)\b/i,
    "The restore is one transaction.",
  ],
  [/^(CREATE|ALTER|DROP)\s+(DATABASE|ROLE|USER|GROUP|TABLESPACE)\s/i, "Dump one database, not the whole server."],
  [/^COPY\b/i, "Only COPY … FROM stdin is possible."],
];

/** What to do with a statement of a dump. Pure. The server decides about everything else, with the owner's rights. */
export function decideStatement(text: string): StatementDecision {
  const statement = withoutComments(text);
  if (statement === "" || leftOut.some((pattern) => pattern.test(statement))) return { run: false, refused: null };
  const refusal = refused.find(([pattern]) => pattern.test(statement));
  return refusal ? { run: false, refused: refusal[1] } : { run: true };
}
