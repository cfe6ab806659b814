import type { EncryptedColumn } from "@/lib/core/encryption/encrypted-columns";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import type { Statement } from "@/lib/db/statement";
import type { Tx } from "@/lib/db/transaction";
import { readBatch, replaceBatch } from "../columns.sql";

/** The LIMIT of `readBatch`. */
const batchRows = 500;

/** The statement of an encrypted column; each has one. */
export function statementOf<Row>(statements: Record<string, Statement<Row>>, label: string): Statement<Row> {
  const found = statements[label];
  if (!found) throw new Error(`there is no encrypted column ${label}`);
  return found;
}

export type BatchResult = {
  /** Key of the last row read; null: the end of the table. */
  cursor: string[] | null;
  done: number;
  /** Names of rows whose value does not open, whatever the key. */
  failed: string[];
};

/**
 * Encrypts the next rows of a column with the new key. Rows that are locked by a writer are skipped (the next round
 * finds them), so a rotation never waits for a writer; a value is replaced only where it is still the one that was
 * read.
 */
export async function reencryptBatch(
  tx: Tx,
  column: EncryptedColumn,
  options: { toKey: string; after: readonly string[] },
): Promise<BatchResult> {
  const { keys, label } = column;
  const cipher = fieldCipher();
  const rows = await tx.rows(statementOf(readBatch, label), [`v1.${options.toKey}.%`, ...options.after]);
  const fresh: { key: string[]; was: string; is: string }[] = [];
  const failed: string[] = [];
  for (const row of rows) {
    const key = keys.map((name) => row[name] ?? "");
    const was = row.sealed ?? "";
    const rowId = key.join("/");
    try {
      fresh.push({ key, was, is: cipher.encrypt(cipher.decrypt(was, label, rowId), label, rowId) });
    } catch {
      failed.push(rowId);
    }
  }
  const done = await replace(tx, column, fresh);
  const last = rows.at(-1);
  const isEnd = rows.length < batchRows || !last;
  return { cursor: isEnd ? null : keys.map((name) => last[name] ?? ""), done, failed };
}

async function replace(
  tx: Tx,
  { label, keys }: EncryptedColumn,
  rows: readonly { key: string[]; was: string; is: string }[],
): Promise<number> {
  if (rows.length === 0) return 0;
  return tx.run(statementOf(replaceBatch, label), [
    ...keys.map((_key, index) => rows.map(({ key }) => key[index] ?? "")),
    rows.map(({ was }) => was),
    rows.map(({ is }) => is),
  ]);
}
