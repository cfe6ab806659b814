import { encryptedColumns as assembled } from "@/lib/core/generated/tables";

/**
 * Every column with ciphertext, from the manifests of the modules. The process's cipher encrypts nothing else; rotation, the check at
 * the start and the figures of the encryption page walk this list. `label` is the name the column's key is derived
 * under and stays when a column is renamed; `keys` are the primary key's columns, joined by `/` the row's name.
 */
export type EncryptedColumn = { label: string; table: string; column: string; keys: readonly string[] };

export const encryptedColumns = assembled satisfies readonly EncryptedColumn[];
