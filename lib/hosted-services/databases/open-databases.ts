import { sql } from "@/lib/db/transaction";
import { openConnection } from "../providers/open-connection";
import { engineOf } from "./engines";
import type { TenantDatabases } from "./tenant-databases";

/** Opens the server for `use`. */
export async function withDatabases<T>(
  providerId: string,
  use: (databases: TenantDatabases) => Promise<T>,
): Promise<T> {
  const provider = await sql().prisma.hostedProvider.findUniqueOrThrow({ where: { id: providerId } });
  const databases = engineOf(provider.kind).open(await openConnection(provider));
  try {
    return await use(databases);
  } finally {
    await databases.close();
  }
}
