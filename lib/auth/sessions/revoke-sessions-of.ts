import type { Tx } from "@/lib/db/transaction";

/** Why a session ended, for the notified page and for the list's history. */
export type RevocationReason =
  | "signed_out"
  | "replaced"
  | "revoked"
  | "revoked_by_administrator"
  | "limit"
  | "factor_added"
  | "password_changed"
  | "role_changed"
  | "locked"
  | "suspicious"
  | "erased"
  | "recovery";

export type RevokeOptions = {
  /** The session that stays; usually the one of the request. */
  except?: string | null;
  /** Only those that no second factor was shown in. */
  onlyWithoutFactor?: boolean;
  reason?: RevocationReason;
};

/**
 * Ends a user's sessions in the caller's transaction and returns how many. They are refused from the next request on;
 * a trigger notifies the worker at the commit, which notifies the open pages and closes their sockets.
 */
export async function revokeSessionsOf(tx: Tx, userId: string, options: RevokeOptions = {}): Promise<number> {
  return tx.run(
    `UPDATE session SET revoked_at = now(), revoked_reason = $3
     WHERE user_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL
       AND ($4::boolean IS NOT TRUE OR (mfa_at IS NULL AND scope_server_id IS NULL))`,
    [userId, options.except ?? null, options.reason ?? "revoked", options.onlyWithoutFactor ?? false],
  );
}
