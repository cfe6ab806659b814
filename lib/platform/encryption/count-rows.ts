import { encryptedColumns } from "@/lib/core/encryption/encrypted-columns";
import { keyRing } from "@/lib/core/encryption/field-cipher";
import { type Sql, sql } from "@/lib/db/transaction";
import { countEncryptedRows } from "./columns.sql";

/** Rows of each encrypted column by the key they name. What is not ciphertext of ours counts as key `?`. */
export type ColumnCount = { label: string; keys: Record<string, number> };

export async function countRowsByKey(db: Sql): Promise<ColumnCount[]> {
  const rows = await db.rows(countEncryptedRows);
  return encryptedColumns.map(({ label }) => ({
    label,
    keys: Object.fromEntries(rows.filter((row) => row.label === label).map((row) => [row.key, row.rows])),
  }));
}

/** All columns together. */
export function totalByKey(counts: readonly ColumnCount[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { keys } of counts)
    for (const [key, rows] of Object.entries(keys)) totals.set(key, (totals.get(key) ?? 0) + rows);
  return totals;
}

/** Refuses a start in which some rows could not be read; the message names the missing keys and the number of rows that need them. */
export async function requireKnownKeys(): Promise<void> {
  const counts = await countRowsByKey(sql());
  const ring = keyRing();
  const missing = [...totalByKey(counts)].filter(([key]) => !ring.has(key));
  if (missing.length === 0) return;
  const lines = missing.map(([key, rows]) => {
    const columns = counts.filter(({ keys }) => keys[key]).map(({ label, keys }) => `${label} ${keys[key]}`);
    const what =
      key === "?"
        ? "hold something that is not encrypted"
        : `are encrypted with the key "${key}", which ENCRYPTION_KEYS does not have`;
    return `  ${rows} rows ${what} (${columns.join(", ")})`;
  });
  throw new Error(
    `The panel does not start, because it could not read all of its secrets:\n${lines.join("\n")}\nPut the key back into ENCRYPTION_KEYS (or restore secrets.json); known keys: ${ring.ids.join(", ")}.`,
  );
}
