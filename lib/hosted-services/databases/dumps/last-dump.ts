import { newId } from "@/lib/core/ids";
import type { HostedResource } from "@/lib/db/generated/client";
import { sql } from "@/lib/db/transaction";
import { type KeptDatabase, keptDays } from "./contract";
import { daysFromNow } from "./expiry";

/** The row of the dump that is kept of a deleted database; null when its owner wants none. A repetition finds its row. */
export async function keepLastDump(resource: HostedResource): Promise<string | null> {
  const { id: databaseId, ownerId } = resource;
  const row = await sql().prisma.hostedDatabase.findUniqueOrThrow({ where: { id: databaseId } });
  if (!row.keepsLastDump) return null;
  const { connectionLimit, extensions, allowedNetworks, maxSizeMb } = row;
  const { name, objectName, providerId } = resource;
  const database: KeptDatabase = {
    ...{ name, objectName, providerId },
    ...{ connectionLimit, extensions, allowedNetworks, maxSizeMb },
  };
  const data = { status: "pending", expiresAt: daysFromNow(keptDays.deletion), database };
  const found = await sql().prisma.hostedDump.findFirst({ where: { databaseId, origin: "deletion" } });
  if (found) {
    await sql().prisma.hostedDump.update({ where: { id: found.id }, data: { ...data, createdAt: new Date() } });
    return found.id;
  }
  const id = newId("dump");
  await sql().prisma.hostedDump.create({ data: { id, databaseId, ownerId, origin: "deletion", ...data } });
  return id;
}
