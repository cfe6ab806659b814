import type { Actor } from "@/lib/access/actor";
import type { Tx } from "@/lib/db/transaction";
import { connectionUrl } from "./connection-details";
import type { CreatedDatabaseView } from "./contract";
import { sealPassword } from "./database";
import { toDatabaseView } from "./database-views";
import { loadDatabase } from "./load-database";
import { roleOf } from "./postgresql/postgresql-databases";

type NewDatabase = {
  id: string;
  objectName: string;
  password: string;
  connectionLimit: number;
  extensions: string[];
  allowedNetworks: string[];
  maxSizeMb: number;
  restoreFrom?: string;
};

/** The kind's own row of a database that was accepted, in the caller's transaction. */
export async function writeDatabase(tx: Tx, { objectName, password, ...rest }: NewDatabase): Promise<void> {
  const data = { ...rest, roleName: roleOf(objectName), passwordSealed: sealPassword(rest.id, password) };
  await tx.prisma.hostedDatabase.create({ data });
}

/** With the password, once. */
export async function toCreatedView(tx: Tx, actor: Actor, id: string, password: string): Promise<CreatedDatabaseView> {
  const view = toDatabaseView(await loadDatabase(actor, id, "database.read", tx));
  return { ...view, password, url: connectionUrl(view, view.username, password) };
}
