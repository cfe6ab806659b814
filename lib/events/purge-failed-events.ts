import { sql } from "@/lib/db/transaction";
import { purgeOldFailures } from "./outbox.sql";

/** Removes events that could not be handled a week ago. */
export async function purgeFailedEvents(): Promise<void> {
  await sql().run(purgeOldFailures);
}
