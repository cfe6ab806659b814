import type { EncryptedColumn } from "@/lib/core/encrypted-columns";
import { fieldCipher } from "@/lib/core/field-cipher";
import type { Tx } from "@/lib/db/transaction";

const batchRows = 500;

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
  const { table, keys, label } = column;
  const cipher = fieldCipher();
  const tuple = keys.map((_key, index) => `$${index + 2}`).join(", ");
  const rows = await tx.rows<Record<string, string>>(
    `SELECT ${keys.join(", ")}, ${column.column} AS sealed FROM ${table}
     WHERE (${keys.join(", ")}) > (${tuple}) AND ${column.column} LIKE 'v1.%' AND ${column.column} NOT LIKE $1
     ORDER BY ${keys.join(", ")} LIMIT ${batchRows} FOR NO KEY UPDATE SKIP LOCKED`,
    [`v1.${options.toKey}.%`, ...options.after],
  );
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
  { table, column, keys }: EncryptedColumn,
  rows: readonly { key: string[]; was: string; is: string }[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const names = keys.map((_key, index) => `k${index}`);
  const types = [...names, "was", "fresh"].map((_name, index) => `$${index + 1}::text[]`);
  return tx.run(
    `UPDATE ${table} t SET ${column} = x.fresh FROM unnest(${types.join(", ")}) AS x(${names.join(", ")}, was, fresh)
     WHERE ${keys.map((key, index) => `t.${key} = x.k${index}`).join(" AND ")} AND t.${column} = x.was`,
    [
      ...keys.map((_key, index) => rows.map(({ key }) => key[index] ?? "")),
      rows.map(({ was }) => was),
      rows.map(({ is }) => is),
    ],
  );
}
