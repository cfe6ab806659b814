import { sql } from "@/lib/db/transaction";
import { purgeFinished } from "./commands.sql";

/** What was commanded and came of it stays as long as an executor's timeline; that it was sent stays in the audit log. */
export async function purgeCommands(): Promise<void> {
  await sql().run(purgeFinished);
}
