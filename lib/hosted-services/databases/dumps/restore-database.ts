import type { Actor } from "@/lib/access/actor";
import { transaction } from "@/lib/db/transaction";
import { enqueueRun } from "@/lib/workloads/runs/runs";
import { hostedServiceErrors } from "../../errors";
import { audit, requireState } from "../../resources/change-hosted";
import { databaseKind } from "../database";
import { canDump } from "../engines";
import { loadDatabase } from "../load-database";
import { findDump, requireReady } from "./queries";

/** Accepts the replacement of everything in the database by the content of a dump; a run does it. */
export async function restoreDatabase(actor: Actor, id: string, dumpId: string): Promise<{ status: "active" }> {
  return transaction(async (tx) => {
    const row = await loadDatabase(actor, id, "database.manage", tx, { lock: true });
    requireState(databaseKind, row, ["active"]);
    if (!canDump(row.provider)) throw hostedServiceErrors.dump_unavailable();
    if (row.database.sizeState === "stopped") {
      throw hostedServiceErrors.hosted_wrong_state({ detail: "It is far larger than its size: nobody can sign in." });
    }
    requireReady(await findDump(tx, id, dumpId));
    await enqueueRun(tx, databaseKind, { resource: row, nodeId: null, kind: "restore", actor });
    await tx.prisma.hostedDatabase.update({ where: { id }, data: { restoreFrom: dumpId } });
    await audit(tx, actor, databaseKind, row, "restored", { dumpId });
    return { status: "active" };
  });
}
