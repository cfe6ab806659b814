import { type Sql, sql } from "@/lib/db/transaction";
import { type ConfirmationMethod, type FactorMethod, factorMethods } from "./contract";
import { listFactorMethods } from "./factors.sql";

/** The second factors a user has; backup codes only along with another. Empty: none. */
export async function usableMethods(userId: string, db: Sql): Promise<FactorMethod[]> {
  const rows = await db.rows(listFactorMethods, [userId]);
  const found = new Set(rows.map(({ method }) => method));
  const methods = factorMethods.filter((method) => found.has(method));
  return methods.some((method) => method !== "backup_code") ? methods : [];
}

/** For a step-up: the second factors, or for somebody without any the password. */
export async function confirmationMethods(userId: string): Promise<ConfirmationMethod[]> {
  const methods = await usableMethods(userId, sql());
  return methods.length > 0 ? methods : ["password"];
}
