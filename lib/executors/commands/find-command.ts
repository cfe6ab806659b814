import type { Sql } from "@/lib/db/transaction";
import { listCommandRows } from "./commands.sql";
import type { CommandRow } from "./rows";

/** The command, if it is this executor's. */
export async function findCommand(db: Sql, executorId: string, id: string): Promise<CommandRow | null> {
  return db.row(listCommandRows, [executorId, null, 1, id]);
}
