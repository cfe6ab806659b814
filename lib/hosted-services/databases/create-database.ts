import { randomBytes } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { generateSecurePassword } from "@/lib/core/encryption/crypto";
import { newId } from "@/lib/core/ids";
import { transaction } from "@/lib/db/transaction";
import { acceptHosted } from "../resources/accept-hosted";
import { audit } from "../resources/change-hosted";
import { connectionUrl } from "./connection-details";
import type { CreateDatabaseInput, CreatedDatabaseView } from "./contract";
import { databaseKind, defaultMaxSizeMb, sealPassword } from "./database";
import { toDatabaseView } from "./database-views";
import { loadDatabase } from "./load-database";
import { roleOf } from "./postgresql/postgresql-databases";

/**
 * Accepts a database: row, secrets, run and audit entry in one transaction; the worker creates it. Names at the server are
 * random, since every customer of a server can list them.
 */
export async function createDatabase(actor: Actor, input: CreateDatabaseInput): Promise<CreatedDatabaseView> {
  authorise(actor, "database.create");
  const ownerId = requireUserId(actor);
  const id = newId("database");
  const objectName = `d_${randomBytes(9).toString("hex")}`;
  const roleName = roleOf(objectName);
  const password = generateSecurePassword(24);
  const row = await transaction(async (tx) => {
    const { name, provider: providerId } = input;
    await acceptHosted(tx, databaseKind, actor, {
      id,
      ownerId,
      name,
      objectName,
      ...(providerId === undefined ? {} : { providerId }),
    });
    const { connectionLimit, extensions } = input;
    const sealed = { passwordSealed: sealPassword(id, password), allowedNetworks: [] };
    const data = { id, roleName, connectionLimit, extensions, maxSizeMb: defaultMaxSizeMb, ...sealed };
    await tx.prisma.hostedDatabase.create({ data });
    await audit(tx, actor, databaseKind, { id, status: "provisioning" }, "created", { name });
    return loadDatabase(actor, id, "database.read", tx);
  });
  const view = toDatabaseView(row);
  return { ...view, password, url: connectionUrl(view, roleName, password) };
}
