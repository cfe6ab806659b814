import { randomBytes } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { generateSecurePassword } from "@/lib/core/encryption/crypto";
import { newId } from "@/lib/core/ids";
import { transaction } from "@/lib/db/transaction";
import { acceptHosted } from "../resources/accept-hosted";
import { audit } from "../resources/change-hosted";
import type { CreateDatabaseInput, CreatedDatabaseView } from "./contract";
import { databaseKind, defaultMaxSizeMb } from "./database";
import { requireExtensions } from "./engines";
import { findLimitingProvider } from "./networks";
import { toCreatedView, writeDatabase } from "./write-database";

/**
 * Accepts a database: row, secrets, run and audit entry in one transaction; the worker creates it. Names at the server are
 * random, since every customer of a server can list them.
 */
export async function createDatabase(actor: Actor, input: CreateDatabaseInput): Promise<CreatedDatabaseView> {
  authorise(actor, "database.create");
  const ownerId = requireUserId(actor);
  const id = newId("database");
  const objectName = `d_${randomBytes(9).toString("hex")}`;
  const password = generateSecurePassword(24);
  const { name, kind, connectionLimit, extensions, allowedNetworks = [] } = input;
  const providerId = allowedNetworks.length > 0 ? await findLimitingProvider(input, allowedNetworks) : input.provider;
  return transaction(async (tx) => {
    const chosen = { ...(providerId ? { providerId } : {}), ...(kind ? { providerKinds: [kind] } : {}) };
    const { resource } = await acceptHosted(tx, databaseKind, actor, { id, ownerId, name, objectName, ...chosen });
    requireExtensions(resource.provider.kind, extensions);
    const limits = { connectionLimit, extensions, allowedNetworks, maxSizeMb: defaultMaxSizeMb };
    const database = await writeDatabase(tx, { id, objectName, password, ...limits });
    await audit(tx, actor, databaseKind, { id, status: "provisioning" }, "created", { name });
    return toCreatedView(resource, database, password);
  });
}
