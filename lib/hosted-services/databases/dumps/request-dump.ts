import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { type Tx, transaction } from "@/lib/db/transaction";
import { enqueueRun } from "@/lib/workloads/runs/runs";
import { hostedServiceErrors } from "../../errors";
import { audit, requireState } from "../../resources/change-hosted";
import { databaseKind } from "../database";
import { canDump } from "../engines";
import { type LoadedDatabase, loadDatabase } from "../load-database";
import { type DumpView, keptDays, mostDatabaseBytes, mostDumps } from "./contract";
import { toDumpView } from "./dump-views";
import { daysFromNow } from "./expiry";

/** Accepts a dump; a run writes its file. Throws `hosted_busy` while another run of the database is in progress. */
export async function requestDump(actor: Actor, id: string): Promise<DumpView> {
  return transaction(async (tx) => {
    const row = await loadDatabase(actor, id, "database.manage", tx, { lock: true });
    requireState(databaseKind, row, ["active", "suspended"]);
    requireDumpable(row);
    await requireFewDumps(tx, id);
    await enqueueRun(tx, databaseKind, { resource: row, nodeId: null, kind: "dump", actor });
    const expiresAt = daysFromNow(keptDays.request);
    const data = { id: newId("dump"), databaseId: id, ownerId: row.ownerId, origin: "request", expiresAt };
    const dump = await tx.prisma.hostedDump.create({ data });
    await audit(tx, actor, databaseKind, row, "dump_requested", { dumpId: dump.id });
    return toDumpView(dump);
  });
}

/** Throws `dump_unavailable` and `dump_too_large`. */
export function requireDumpable({ provider, database: { sizeBytes } }: LoadedDatabase): void {
  if (!canDump(provider)) throw hostedServiceErrors.dump_unavailable();
  if (sizeBytes === null || sizeBytes <= mostDatabaseBytes) return;
  throw hostedServiceErrors.dump_too_large({ detail: "It has more than 8 GiB." });
}

export async function requireFewDumps(tx: Tx, databaseId: string): Promise<void> {
  const count = await tx.prisma.hostedDump.count({ where: { databaseId, status: { not: "failed" } } });
  if (count >= mostDumps) throw hostedServiceErrors.too_many_dumps({ detail: `There may be ${mostDumps}.` });
}
