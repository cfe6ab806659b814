import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { directDatabaseUrl } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrations/migrate";
import { sql } from "@/lib/db/transaction";
import { backupErrors } from "../errors";
import { withWorkLock } from "../runs/work-lock";
import { nameBeside, urlOfDatabase } from "../server/database-server";
import { afterSwap, keptUntil } from "./after-swap";
import { carryOver } from "./carry-over";
import { migrationsFolder } from "./load-backup";
import { endSessionsOf, onDatabase } from "./settle-restored";
import { swapDatabases } from "./swap-databases";

/** Puts the database from before the last restore back in its place, and keeps the present one for a day. */
export async function goBack(actor: Actor): Promise<{ kept: string }> {
  authorise(actor, "backup.restore");
  return withWorkLock(async () => {
    const last = await sql().prisma.backupRestore.findFirst({
      where: { previousDatabase: { not: null }, previousUntil: { gt: new Date() } },
      orderBy: { id: "desc" },
    });
    if (!last?.previousDatabase) throw backupErrors.backup_nothing_to_go_back_to();
    const url = urlOfDatabase(last.previousDatabase);
    const kept = nameBeside("before");
    // The panel may have been upgraded since.
    await migrate(url, migrationsFolder());
    await endSessionsOf(url);
    await carryOver(directDatabaseUrl(), url);
    await onDatabase(url, ({ models }) =>
      models.backupRestore.update({
        where: { id: last.id },
        data: { previousDatabase: kept, previousUntil: keptUntil() },
      }),
    );
    await swapDatabases(last.previousDatabase, kept);
    await afterSwap({
      reason: "The database from before a restore was put back.",
      event: { action: "backup.gone_back", targetKind: "backup", targetId: last.id, detail: { kept } },
    });
    return { kept };
  });
}
