import { encryptedColumns } from "@/lib/core/encryption/encrypted-columns";
import { anyColumns, type Statement, statement } from "@/lib/db/statement";

/** Statements over the tables that `core/encrypted-columns` names. Prisma Client has no call for a table by its name. */

export const countEncryptedRows = statement({
  reason: "Counts the rows of all tables at once, at each start.",
  text: encryptedColumns
    .map(
      ({ label, table, column }) => `
    SELECT '${label}' AS label,
      CASE WHEN ${column} LIKE 'v1.%' THEN split_part(${column}, '.', 2) ELSE '?' END AS key, count(*)::int AS rows
    FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 2`,
    )
    .join(" UNION ALL "),
  columns: { label: "text", key: "text", rows: "int4" },
});

/** The statement of each column, by its label. */
const byLabel = (make: (column: (typeof encryptedColumns)[number]) => Statement<Record<string, string>>) =>
  Object.fromEntries(encryptedColumns.map((column) => [column.label, make(column)]));

/** Rows after a key that are encrypted with another key than the new one. Parameters: `v1.<new key>.%`, the key's columns. */
export const readBatch = byLabel(({ table, keys, column }) => {
  const names = keys.join(", ");
  return statement({
    reason: "Locks the rows that it reads, and skips those that a writer holds.",
    text: `
    SELECT ${names}, ${column} AS sealed FROM ${table}
    WHERE (${names}) > (${keys.map((_key, index) => `$${index + 2}::text`).join(", ")})
      AND ${column} LIKE 'v1.%' AND ${column} NOT LIKE $1
    ORDER BY ${names} LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED`,
    columns: anyColumns<Record<string, string>>(),
  });
});

/** Parameters: an array for each column of the key, the old values, the new values. */
export const replaceBatch = byLabel(({ table, keys, column }) => {
  const names = [...keys.map((_key, index) => `k${index}`), "was", "fresh"];
  return statement({
    reason: "Replaces hundreds of values at once, each only where it is still the one that was read.",
    text: `
    UPDATE ${table} t SET ${column} = x.fresh
    FROM unnest(${names.map((_name, index) => `$${index + 1}::text[]`).join(", ")}) AS x(${names.join(", ")})
    WHERE ${keys.map((key, index) => `t.${key} = x.k${index}`).join(" AND ")} AND t.${column} = x.was`,
    columns: anyColumns<Record<string, string>>(),
  });
});

/** Parameters: the key's columns joined by "/", the value. */
export const writeImported = byLabel(({ table, keys, column }) =>
  statement({
    reason: "The table and the column are chosen at run time.",
    text: `UPDATE ${table} SET ${column} = $2 WHERE ${keys.join(" || '/' || ")} = $1`,
    columns: anyColumns<Record<string, string>>(),
  }),
);
