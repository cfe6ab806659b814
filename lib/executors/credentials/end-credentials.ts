import { sql } from "@/lib/db/transaction";
import { executorPublisher } from "../executor-publisher";
import { endOverlaps, listExpired } from "./credentials.sql";

// By the database's clock, of this process; after a restart one minute is checked again, which makes some executors
// reconnect.
let lookedAt: Date | null = null;

/**
 * Closes the sockets of credentials that ended: an old secret whose overlap ended, an executor that
 * expired. Calls are refused at once without this; a socket is checked only when it is opened. Clients that use the new
 * secret reconnect immediately. Returns the number of executors.
 */
export async function endCredentials(): Promise<number> {
  const over = await sql().rows(endOverlaps);
  const looked = await sql().row(listExpired, [lookedAt]);
  lookedAt = looked?.now ?? lookedAt;
  const ids = new Set([...over.map(({ id }) => id), ...(looked?.ids ?? [])]);
  for (const id of ids) await executorPublisher().terminateUser(id);
  return ids.size;
}
