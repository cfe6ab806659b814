import type { Actor } from "@/lib/access/actor";
import { type Permission, reachOf } from "@/lib/access/permissions";
import { sql } from "@/lib/db/transaction";

const asked = {
  power: "server.power",
  console: "server.console",
  command: "server.command",
  update: "server.update",
  reinstall: "server.reinstall",
  delete: "server.delete",
  credentials: "server.credentials",
  suspend: "server.suspend",
  share: "server.share",
} as const satisfies Record<string, Permission>;

export type ServerRights = Record<keyof typeof asked, boolean>;

/** What the actor may do to this server, for the page that draws the buttons; the use cases check again. */
export async function serverRights(actor: Actor, server: { id: string; owner: { id: string } }): Promise<ServerRights> {
  const isOwner = actor.kind === "resource_login" || server.owner.id === actor.userId;
  const shared =
    isOwner || actor.userId === null
      ? null
      : await sql().prisma.resourceMember.findUnique({
          where: { resourceId_userId: { resourceId: server.id, userId: actor.userId } },
        });
  const may = (permission: Permission) => {
    const reach = reachOf(actor, permission);
    return reach === "all" || (reach === "own" && (isOwner || (shared?.permissions.includes(permission) ?? false)));
  };
  return Object.fromEntries(Object.entries(asked).map(([name, permission]) => [name, may(permission)])) as ServerRights;
}
