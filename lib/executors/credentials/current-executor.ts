import { isAddressAllowed } from "@/lib/core/networks";
import { sql } from "@/lib/db/transaction";
import { findCurrent } from "./credentials.sql";

/**
 * Whether an executor's credentials are still valid, by its id: for connections that stay open. `forMs`: milliseconds
 * until they expire; null: never.
 */
export type CurrentExecutor = { isAllowed: true; forMs: number | null } | { isAllowed: false; isRevoked: boolean };

/** `isProof` says whether a stored hash is that of the secret which was shown. */
export async function currentExecutor(
  id: string,
  isProof: (storedHash: string) => boolean,
  address: string | null,
): Promise<CurrentExecutor> {
  const row = await sql().row(findCurrent, [id]);
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
