import { env } from "@/lib/core/env";
import { formatAddress } from "@/lib/core/units";
import { transaction } from "@/lib/db/transaction";
import { homePortsOf } from "@/lib/nodes/ports";
import { queueMail } from "@/lib/notifications/mail/queue-mail";
import { showAnnounced } from "../announced-address";
import { recordEvent } from "../runs";
import type { RunContext } from "./context";

/**
 * Notifies the owner when the address that players use differs from the last one announced: in the timeline, on the
 * page and by mail, in one transaction with the record that it was announced.
 */
export async function announceAddress(context: RunContext): Promise<void> {
  await transaction(async (tx) => {
    const row = await tx.row<{ host: string; port: number; announced: string | null; name: string; ownerId: string }>(
      `SELECT public_address AS host, game_port AS port, announced_address AS announced, name, owner_id AS "ownerId"
       FROM server WHERE id = $1 AND game_port IS NOT NULL FOR UPDATE`,
      [context.server.id],
    );
    if (!row) return;
    // As the database writes it when a server is created.
    const now = `${row.host}:${row.port}`;
    if (row.announced === now) return;
    await tx.run(
      `UPDATE server SET announced_address = $2, previous_address = announced_address,
         address_changed_at = CASE WHEN announced_address IS NULL THEN NULL ELSE now() END WHERE id = $1`,
      [context.server.id, now],
    );
    if (row.announced === null) return;
    const comesBack = (await homePortsOf(tx, context.server.id)).length > 0;
    const before = showAnnounced(row.announced);
    const after = formatAddress(row.host, row.port);
    await recordEvent(tx, {
      serverId: context.server.id,
      runId: context.run.id,
      step: "address",
      status: "changed",
      message: `The address was ${before} and is ${after} now.${comesBack ? ` ${comeBackNote}` : ""}`,
    });
    const owner = await tx.row<{ email: string; name: string }>("SELECT email, name FROM app_user WHERE id = $1", [
      row.ownerId,
    ]);
    if (!owner) return;
    const link = `${env().NEXTAUTH_URL}/servers/${context.server.id}`;
    const data = { name: owner.name, server: row.name, before, after, comesBack, link };
    await queueMail(tx, { to: owner.email, userId: row.ownerId, template: "address-changed", data });
  });
}

const comeBackNote = "Another program uses the old port; when it is free, a later start of the server uses it again.";
