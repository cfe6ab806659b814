import { sql } from "@/lib/db/transaction";

/** What was commanded and came of it stays as long as an executor's timeline; that it was sent stays in the audit log. */
const keptDays = 90;

export async function purgeCommands(): Promise<void> {
  await sql().run("DELETE FROM executor_command WHERE finished_at < now() - make_interval(days => $1)", [keptDays]);
}
