import { type Sql, sql } from "@/lib/db/transaction";
import { type ConfirmationMethod, type FactorMethod, factorMethods } from "./contract";

/** The second factors a user has; backup codes only along with another. Empty: none. */
export async function usableMethods(userId: string, db: Sql = sql()): Promise<FactorMethod[]> {
  const rows = await db.rows<{ method: FactorMethod }>(
    `SELECT 'passkey' AS method WHERE EXISTS (SELECT 1 FROM passkey WHERE user_id = $1)
     UNION ALL SELECT method FROM second_factor WHERE user_id = $1 AND confirmed_at IS NOT NULL
     UNION ALL SELECT 'backup_code' WHERE EXISTS (SELECT 1 FROM backup_code WHERE user_id = $1 AND used_at IS NULL)`,
    [userId],
    "factor_methods",
  );
  const found = new Set(rows.map(({ method }) => method));
  const methods = factorMethods.filter((method) => found.has(method));
  return methods.some((method) => method !== "backup_code") ? methods : [];
}

/** For a step-up: the second factors, or for somebody without any the password. */
export async function confirmationMethods(userId: string): Promise<ConfirmationMethod[]> {
  const methods = await usableMethods(userId);
  return methods.length > 0 ? methods : ["password"];
}
