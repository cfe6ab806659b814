import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import { transaction } from "@/lib/db/transaction";
import { audit } from "../../resources/change-hosted";
import { databaseKind } from "../database";
import { loadDatabase } from "../load-database";

/** The server's container loses the variables at its next start. */
export async function detachDatabase(actor: Actor, id: string, serverId: string): Promise<{ status: "detached" }> {
  return transaction(async (tx) => {
    const row = await loadDatabase(actor, id, "database.manage", tx, { lock: true });
    const { count } = await tx.prisma.hostedAttachment.deleteMany({ where: { databaseId: id, workloadId: serverId } });
    if (count === 0) throw coreErrors.not_found({ detail: "It is not attached to such a server." });
    await audit(tx, actor, databaseKind, row, "detached", { serverId });
    return { status: "detached" };
  });
}
