import { sql } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../errors";
import type { LoadedDatabase } from "./load-database";
import { withDatabases } from "./open-databases";

const timeoutMs = 10_000;

const canLimit = (providerId: string, database: string | null) =>
  withDatabases(providerId, (databases) => databases.canLimitNetworks(database, AbortSignal.timeout(timeoutMs)));

/** Asks the server before anything is stored: a limit that nobody enforces would be worse than none. */
export async function requireLimitableNetworks({ providerId, objectName, status }: LoadedDatabase): Promise<void> {
  if (status !== "active" && status !== "suspended") return;
  if (!(await canLimit(providerId, objectName))) throw hostedServiceErrors.networks_not_enforced();
}

/** A provider whose new databases can limit their networks: the named one, or that with the fewest databases. */
export async function findLimitingProvider(providerId: string | undefined): Promise<string> {
  const providers = await sql().prisma.hostedProvider.findMany({
    where: { kind: "postgresql", accepting: true, ...(providerId ? { id: providerId } : { healthError: null }) },
    orderBy: { resources: { _count: "asc" } },
    take: 10,
  });
  if (providers.length === 0) throw hostedServiceErrors.no_provider();
  for (const { id } of providers) if (await canLimit(id, null)) return id;
  throw hostedServiceErrors.networks_not_enforced();
}
