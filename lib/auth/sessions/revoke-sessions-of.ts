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
  const { except, onlyWithoutFactor = false, reason = "revoked" } = options;
  const { count } = await tx.prisma.session.updateMany({
    where: {
      userId,
      revokedAt: null,
      ...(except ? { id: { not: except } } : {}),
      ...(onlyWithoutFactor ? { mfaAt: null, scopeResourceId: null } : {}),
    },
    data: { revokedAt: new Date(), revokedReason: reason },
  });
  return count;
}
