import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { transaction } from "@/lib/db/transaction";
import { audit } from "../../resources/change-hosted";
import type { DatabaseView } from "../contract";
import { databaseKind } from "../database";
import { loadDatabase } from "../load-database";
import { toDatabaseView } from "../views/database-views";

/** Another size, in MiB. The next measurement, within a minute, opens or limits the database accordingly. */
export async function resizeDatabase(actor: Actor, id: string, maxSizeMb: number): Promise<DatabaseView> {
  authorise(actor, "provider.manage");
  return transaction(async (tx) => {
    const row = await loadDatabase(actor, id, "database.manage", tx, { lock: true });
    await tx.prisma.hostedDatabase.update({ where: { id }, data: { maxSizeMb } });
    await audit(tx, actor, databaseKind, row, "resized", { before: row.database.maxSizeMb, after: maxSizeMb });
    return toDatabaseView(await loadDatabase(actor, id, "database.manage", tx));
  });
}
