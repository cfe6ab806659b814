import { sql } from "@/lib/db/transaction";

/** Removes events that could not be handled a week ago. */
export async function purgeFailedEvents(): Promise<void> {
  await sql().run("DELETE FROM outbox_event WHERE failed_at < now() - interval '7 days'");
}
