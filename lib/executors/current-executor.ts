import { isAddressAllowed } from "@/lib/core/networks";
import { sql } from "@/lib/db/transaction";

/**
 * Whether an executor's credentials are still valid, by its id: for connections that stay open. `forMs`: milliseconds
 * until they expire; null: never.
 */
export type CurrentExecutor = { isAllowed: true; forMs: number | null } | { isAllowed: false; isRevoked: boolean };

type Row = {
  hash: string;
  previousHash: string | null;
  previousMs: number | null;
  remainingMs: number | null;
  addresses: string[] | null;
  isRevoked: boolean;
  isOwnerLocked: boolean;
};

/** `isProof` says whether a stored hash is that of the secret which was shown. */
export async function currentExecutor(
  id: string,
  isProof: (storedHash: string) => boolean,
  address: string | null,
): Promise<CurrentExecutor> {
  const row = await sql().row<Row>(
    `SELECT e.secret_hash AS hash, e.previous_hash AS "previousHash", e.addresses, e.revoked_at IS NOT NULL AS "isRevoked",
            u.disabled_at IS NOT NULL AS "isOwnerLocked",
            extract(epoch FROM e.expires_at - now())::float8 * 1000 AS "remainingMs",
            extract(epoch FROM e.previous_until - now())::float8 * 1000 AS "previousMs"
     FROM executor e JOIN app_user u ON u.id = e.owner_id WHERE e.id = $1`,
    [id],
    "executor_current",
  );
  if (!row) return { isAllowed: false, isRevoked: false };
  const isPrevious = !isProof(row.hash);
  const isSecretOver = isPrevious && !(row.previousHash && isProof(row.previousHash) && (row.previousMs ?? 0) > 0);
  const isOver = row.isRevoked || row.isOwnerLocked || isSecretOver || (row.remainingMs ?? 1) <= 0;
  if (isOver || !isAddressAllowed(address, row.addresses ?? [])) {
    return { isAllowed: false, isRevoked: row.isRevoked };
  }
  const ends = [row.remainingMs, isPrevious ? row.previousMs : null].filter((ms) => ms !== null);
  return { isAllowed: true, forMs: ends.length > 0 ? Math.min(...ends) : null };
}
