import type { Sql } from "@/lib/db/transaction";
import type { Attention } from "../../resources/hosted-definition";
import { decideSize, type SizeState } from "./decide-size";

const reasons: Record<SizeState, string> = {
  ok: "Nearly full. Delete data, or ask for more space.",
  read_only: "Full: its users can only read. Delete data, or ask for more space.",
  stopped: "Far above its size: nobody can sign in. Ask for more space.",
};

/** The owner's databases that are above 90 % of their size. */
export async function databasesNearLimit(db: Sql, ownerId: string): Promise<Attention[]> {
  const rows = await db.prisma.hostedDatabase.findMany({
    where: { sizeBytes: { not: null }, resource: { ownerId } },
    select: { id: true, sizeBytes: true, maxSizeMb: true, sizeState: true, resource: { select: { name: true } } },
  });
  return rows.flatMap(({ id, sizeBytes, maxSizeMb, sizeState, resource: { name } }) => {
    const { state, isNearLimit } = decideSize(sizeBytes ?? 0n, maxSizeMb);
    const shown = sizeState === "ok" ? "ok" : state;
    return isNearLimit || sizeState !== "ok" ? [{ id, name, reason: reasons[shown] }] : [];
  });
}
