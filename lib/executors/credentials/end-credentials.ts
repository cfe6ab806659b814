import { sql } from "@/lib/db/transaction";
import { executorPublisher } from "../executor-publisher";
import { endCredentialsOf } from "./credentials.sql";

// By the database's clock, of this process; after a restart one minute is checked again, which makes some executors
// reconnect.
let lookedAt: Date | null = null;

/**
 * Closes the sockets of credentials that ended: an old secret whose overlap ended, an executor that
 * expired. Calls are refused at once without this; a socket is checked only when it is opened. Clients that use the new
 * secret reconnect immediately. Returns the number of executors.
 */
export async function endCredentials(): Promise<number> {
  const ended = await sql().row(endCredentialsOf, [lookedAt]);
  lookedAt = ended?.now ?? lookedAt;
  const ids = ended?.ids ?? [];
  for (const id of ids) await executorPublisher().terminateUser(id);
  return ids.length;
}
