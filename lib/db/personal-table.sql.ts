import { anyColumns, type Statement, statement } from "@/lib/db/statement";

/**
 * A table with personal data, as its module describes it: what the export reads from it and what an erasure does to it.
 * A test finds tables that no module describes. `me` in the statements is the person: `id`, `email`, and `account`, the
 * SHA-256 of the address.
 */
export type PersonalTable = {
  table: string;
  /** Name of the list in the export and its statement, newest first; or why there is none. */
  export: { list: string; select: Statement<Entry> } | { none: string };
  /**
   * `statement`: run before the account's row is deleted. `cascades`: deleted with that row, or with one that is.
   * `keeps`: what stays, which is an id at most.
   */
  erase: { statement: Statement<object> } | { cascades: true } | { keeps: string };
};

/** Begins every statement; its parameters are id, address and account hash. */
const withMe = "WITH me AS (SELECT $1::text AS id, $2::text AS email, $3::text AS account)";

/** A row of the export by the names of its columns. */
type Entry = Record<string, unknown>;

const ofPerson = (text: string) =>
  statement({
    reason: "Reads, or changes, all rows of a person at once, with the columns as the export shows them.",
    text: `${withMe} ${text}`,
    columns: anyColumns<Entry>(),
  });

/** The fourth parameter is the most rows that are read. */
export const exporting = (select: string) => ofPerson(`${select} LIMIT $4`);
export const erasing = (change: string) => ofPerson(change);

export const ownRows = (table: string, columns: string, order: string) =>
  exporting(`SELECT ${columns} FROM ${table} t JOIN me ON t.user_id = me.id ORDER BY ${order} DESC`);

export const cascades = { cascades: true } as const;
