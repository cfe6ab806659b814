import type { RequestOrigin } from "@/lib/access/actor";
import { type AppError, coreErrors } from "@/lib/core/errors";
import { isAddressAllowed } from "@/lib/core/networks";
import { sql } from "@/lib/db/transaction";
import type { ExecutorConfig } from "../config/contract";
import { executorErrors } from "../errors";
import { fleetCounted } from "../fleet/reconnect-spread";
import { recordDeduplicatedAudit } from "../record-deduplicated-audit";
import { findCaller, touchExecutor } from "./credentials.sql";
import { hashOfSecret, isKeyId } from "./keys";

/** An executor that proved who it is, as its row was a moment ago. */
export type CallingExecutor = {
  id: string;
  name: string;
  config: ExecutorConfig;
  configVersion: number;
  expiresAt: Date | null;
  fence: number;
  ownerId: string;
  /** The stored hash of the secret that was sent: the current one or, in an overlap, the previous one. */
  shownHash: string;
};

type Row = Omit<CallingExecutor, "shownHash"> & {
  secretHash: string;
  previousHash: string | null;
  addresses: string[];
  isRevoked: boolean;
  isExpired: boolean;
  isStale: boolean;
  isOwnerLocked: boolean;
};

/**
 * Who calls with `X-API-Key` and `X-API-Secret`; one statement. Refusals in this order: header missing 401, key
 * malformed 400, unknown 404, secret wrong 401, revoked or expired 403, address 403; each is audited.
 */
export async function authenticateExecutor(
  headers: Headers,
  origin: RequestOrigin,
  beforeHashing: () => Promise<void> = async () => {},
): Promise<CallingExecutor> {
  const key = headers.get("x-api-key");
  const secret = headers.get("x-api-secret");
  if (!key || !secret) {
    const missing = coreErrors.unauthenticated({ detail: "Send the headers X-API-Key and X-API-Secret." });
    throw await refused(origin, null, missing);
  }
  if (!isKeyId(key)) throw await refused(origin, null, executorErrors.executor_key_malformed());
  const row = await sql().row(findCaller, [key]);
  if (!row) throw await refused(origin, null, executorErrors.executor_key_unknown());
  await fleetCounted();
  const hashes = row.previousHash ? [row.secretHash, row.previousHash] : [row.secretHash];
  const shownHash = await hashOfSecret(key, secret, hashes, { beforeHashing });
  if (shownHash === null) throw await refused(origin, row.id, executorErrors.executor_secret_wrong());
  const refusal = refusalOf(row, origin);
  if (refusal) throw await refused(origin, row.id, refusal);
  if (row.isStale) void noteUse(row.id, origin);
  const { id, ownerId, name, config, configVersion, expiresAt, fence } = row;
  return { id, ownerId, name, config, configVersion, expiresAt, fence, shownHash };
}

function refusalOf(row: Row, origin: RequestOrigin): AppError | null {
  if (row.isRevoked) return executorErrors.executor_revoked();
  if (row.isOwnerLocked) return executorErrors.executor_owner_locked();
  if (row.isExpired) return executorErrors.executor_expired();
  if (!isAddressAllowed(origin.ip, row.addresses ?? [])) {
    return executorErrors.executor_address_refused();
  }
  return null;
}

async function refused(origin: RequestOrigin, targetId: string | null, error: AppError): Promise<AppError> {
  await recordDeduplicatedAudit(origin, { action: "executor.refused", targetId, detail: { reason: error.code } });
  return error;
}

/** At most once a minute; a failure costs one entry of "last used". */
async function noteUse(id: string, origin: RequestOrigin): Promise<void> {
  await sql()
    .run(touchExecutor, [id, origin.ip])
    .catch(() => {});
}
