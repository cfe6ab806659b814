import type { Client } from "pg";
import { backupErrors } from "../errors";
import { type BackupDocument, fullName } from "../format/document";
import { listSequences, setSequence } from "../snapshot/catalogue.remote.sql";
import { analyze, type Built, listBuilt } from "./load.remote.sql";
import type { RowHash } from "./row-hasher";

type Wanted = {
  document: BackupDocument;
  hashes: ReadonlyMap<string, RowHash>;
  /** Constraints and indexes as the migrations made them. */
  built: readonly Built[];
};

/** Rows, hashes, sequences, constraints and indexes: all must be equal. Throws `backup_not_equal` with the first difference. */
export async function compareDatabase(client: Client, { document, hashes, built }: Wanted): Promise<void> {
  for (const table of document.tables) {
    const found = hashes.get(fullName(table));
    if (found?.rows !== table.rows) throw different(`${fullName(table)}: ${found?.rows ?? 0} rows, not ${table.rows}.`);
    if (found.hash !== table.rowHash) throw different(`${fullName(table)}: its rows have another hash.`);
  }
  for (const sequence of document.sequences) await client.query(setSequence(sequence));
  const { rows } = await client.query<BackupDocument["sequences"][number]>(listSequences);
  const sequences = new Map(rows.map((row) => [fullName(row), row.value]));
  for (const sequence of document.sequences) {
    if (sequences.get(fullName(sequence)) !== sequence.value) throw different(`The sequence ${fullName(sequence)}.`);
  }
  await client.query(analyze);
  const now = new Set((await client.query<Built>(listBuilt)).rows.map(formOf));
  const missing = built.find((item) => !now.has(formOf(item)));
  if (missing || now.size !== built.length) throw different(`The constraint or index ${missing?.name ?? ""}.`);
}

const formOf = ({ schema, table, name, definition }: Built) => `${schema}.${table} ${name}: ${definition}`;
const different = (detail: string) => backupErrors.backup_not_equal({ detail });
