import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { sql, transaction } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../../errors";
import { audit, requireState } from "../../resources/change-hosted";
import { databaseKind } from "../database";
import { canDump } from "../engines";
import { loadDatabase } from "../load-database";
import { type DumpView, keptDays } from "./contract";
import { deleteDumpFile, receiveDumpFile } from "./dump-file";
import { toDumpView } from "./dump-views";
import { daysFromNow } from "./expiry";
import { requireFewDumps } from "./request-dump";

/** Keeps a file of the customer, to be restored. It is looked at by the restore only. */
export async function uploadDump(
  actor: Actor,
  id: string,
  file: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<DumpView> {
  const first = await loadDatabase(actor, id, "database.manage", sql());
  requireState(databaseKind, first, ["active", "suspended"]);
  if (!canDump(first.provider)) throw hostedServiceErrors.dump_unavailable();
  await transaction((tx) => requireFewDumps(tx, id));
  const dumpId = newId("dump");
  const size = await receiveDumpFile(dumpId, file, signal);
  try {
    return await transaction(async (tx) => {
      const row = await loadDatabase(actor, id, "database.manage", tx, { lock: true });
      await requireFewDumps(tx, id);
      const kept = { origin: "upload", status: "ready", sizeBytes: BigInt(size) };
      const data = {
        id: dumpId,
        databaseId: id,
        ownerId: row.ownerId,
        expiresAt: daysFromNow(keptDays.upload),
        ...kept,
      };
      const dump = await tx.prisma.hostedDump.create({ data });
      await audit(tx, actor, databaseKind, row, "dump_uploaded", { dumpId, bytes: size });
      return toDumpView(dump);
    });
  } catch (error) {
    await deleteDumpFile(dumpId);
    throw error;
  }
}
