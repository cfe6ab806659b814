/**
 * Every column with ciphertext: one line each. The process's cipher encrypts nothing else; rotation, the check at
 * the start and the figures of the encryption page walk this list. `label` is the name the column's key is derived
 * under and stays when a column is renamed; `keys` are the primary key's columns, joined by `/` the row's name.
 */
export type EncryptedColumn = { label: string; table: string; column: string; keys: readonly string[] };

export const encryptedColumns = [
  {
    label: "server_credential:rcon_password",
    table: "server_credential",
    column: "rcon_password_sealed",
    keys: ["server_id"],
  },
  {
    label: "server_credential:panel_password",
    table: "server_credential",
    column: "panel_password_sealed",
    keys: ["server_id"],
  },
  { label: "second_factor:secret_sealed", table: "second_factor", column: "secret_sealed", keys: ["id"] },
  { label: "auth_challenge:target_sealed", table: "auth_challenge", column: "target_sealed", keys: ["id"] },
  { label: "mail_message:data_sealed", table: "mail_message", column: "data_sealed", keys: ["id"] },
  { label: "mail_message:rendered_sealed", table: "mail_message", column: "rendered_sealed", keys: ["id"] },
  { label: "idempotency_key:answer", table: "idempotency_key", column: "answer_sealed", keys: ["actor_id", "key"] },
  { label: "executor_batch:csv_sealed", table: "executor_batch", column: "csv_sealed", keys: ["id"] },
] as const satisfies readonly EncryptedColumn[];
