import { sql } from "@/lib/db/transaction";
import { executorPublisher } from "./executor-publisher";

// By the database's clock, of this process; after a restart one minute is checked again, which makes some executors
// reconnect.
let lookedAt: Date | null = null;

/**
 * Closes the sockets of credentials that ended: an old secret whose overlap ended, an executor that
 * expired. Calls are refused at once without this; a socket is checked only when it is opened. Clients that use the new
 * secret reconnect immediately. Returns the number of executors.
 */
export async function endCredentials(): Promise<number> {
  const over = await sql().rows<{ id: string }>(
    "UPDATE executor SET previous_hash = NULL WHERE previous_hash IS NOT NULL AND previous_until <= now() RETURNING id",
  );
  const looked = await sql().row<{ now: Date; ids: string[] }>(
    `SELECT now() AS now, ARRAY(SELECT id FROM executor WHERE expires_at <= now() AND revoked_at IS NULL
       AND expires_at > coalesce($1::timestamptz, now() - interval '1 minute')) AS ids`,
    [lookedAt],
  );
  lookedAt = looked?.now ?? lookedAt;
  const ids = new Set([...over.map(({ id }) => id), ...(looked?.ids ?? [])]);
  for (const id of ids) await executorPublisher().terminateUser(id);
  return ids.size;
}
