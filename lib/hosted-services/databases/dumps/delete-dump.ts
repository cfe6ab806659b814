import type { Actor } from "@/lib/access/actor";
import { transaction } from "@/lib/db/transaction";
import { audit } from "../../resources/change-hosted";
import { databaseKind } from "../database";
import { loadDatabase } from "../load-database";
import { deleteDumpFile } from "./dump-file";
import { findDump } from "./queries";

export async function deleteDump(actor: Actor, id: string, dumpId: string): Promise<{ status: "deleted" }> {
  await transaction(async (tx) => {
    const row = await loadDatabase(actor, id, "database.manage", tx, { lock: true });
    await findDump(tx, id, dumpId);
    await tx.prisma.hostedDump.delete({ where: { id: dumpId } });
    await audit(tx, actor, databaseKind, row, "dump_deleted", { dumpId });
  });
  // A file that stays because of a crash here is removed by the purge.
  await deleteDumpFile(dumpId);
  return { status: "deleted" };
}
