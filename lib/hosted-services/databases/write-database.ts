import type { HostedDatabase } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import type { NamedHosted } from "../resources/hosted-views";
import type { CreatedDatabaseView } from "./contract";
import { sealPassword } from "./database";
import { engineOf } from "./engines";
import { roleOf } from "./names";
import { toDatabaseView } from "./views/database-views";

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
export async function writeDatabase(tx: Tx, { objectName, password, ...rest }: NewDatabase): Promise<HostedDatabase> {
  const data = { ...rest, roleName: roleOf(objectName), passwordSealed: sealPassword(rest.id, password) };
  return tx.prisma.hostedDatabase.create({ data });
}

/** With the password, once. */
export function toCreatedView(resource: NamedHosted, database: HostedDatabase, password: string): CreatedDatabaseView {
  const view = toDatabaseView({ ...resource, database });
  return { ...view, password, url: engineOf(view.kind).url({ ...view, password }) };
}
