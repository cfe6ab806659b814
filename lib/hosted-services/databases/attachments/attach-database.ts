import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { coreErrors } from "@/lib/core/errors";
import { idPrefixes } from "@/lib/core/ids";
import { brokenConstraint } from "@/lib/db/errors";
import { type Tx, transaction } from "@/lib/db/transaction";
import { lockedWorkload, type Workload } from "@/lib/workloads/load-workload";
import { hostedServiceErrors } from "../../errors";
import { audit, requireState } from "../../resources/change-hosted";
import { databaseKind } from "../database";
import { loadDatabase } from "../load-database";
import { type AttachmentView, variableNames } from "./contract";

type Wanted = { serverId: string; prefix: string };

/** Gives a server of the same owner the connection of a database, from its next start on. */
export async function attachDatabase(actor: Actor, id: string, { serverId, prefix }: Wanted): Promise<AttachmentView> {
  return transaction(async (tx) => {
    const row = await loadDatabase(actor, id, "database.credentials", tx, { lock: true });
    requireState(databaseKind, row, ["provisioning", "active", "suspended"]);
    const server = await loadAttachable(tx, actor, row.ownerId, serverId);
    const data = { databaseId: id, workloadId: serverId, prefix };
    const where = { databaseId_workloadId: { databaseId: id, workloadId: serverId } };
    await tx.prisma.hostedAttachment.upsert({ where, create: data, update: { prefix } }).catch((error: unknown) => {
      if (brokenConstraint(error) !== "hosted_attachment_workload_id_prefix_key") throw error;
      const message = "Another database of this server has this prefix.";
      throw hostedServiceErrors.name_taken({ errors: [{ path: "prefix", message }] });
    });
    await audit(tx, actor, databaseKind, row, "attached", { serverId, prefix });
    return toAttachmentView(server, prefix);
  });
}

export const toAttachmentView = ({ id, name }: Pick<Workload, "id" | "name">, prefix: string): AttachmentView => ({
  serverId: id,
  server: name,
  prefix,
  variables: variableNames.map((variable) => `${prefix}_${variable}`),
});

/** A server of the database's owner that the actor may change; anything else does not exist. */
async function loadAttachable(tx: Tx, actor: Actor, ownerId: string, serverId: string): Promise<Workload> {
  const reach = authorise(actor, "server.update");
  const server = await lockedWorkload(tx, serverId);
  const isWithin = reach === "all" || server?.ownerId === actor.userId;
  const isListed = !actor.resourceIds || actor.resourceIds.includes(serverId);
  const isServer = serverId.startsWith(`${idPrefixes.server}_`);
  if (isServer && server?.ownerId === ownerId && isWithin && isListed) return server;
  throw coreErrors.not_found({ detail: "The owner of the database has no such server." });
}
