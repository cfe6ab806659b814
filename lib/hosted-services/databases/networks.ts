import { isAppError } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../errors";
import { engineKinds } from "./engines";
import type { LoadedDatabase } from "./load-database";
import { withDatabases } from "./open-databases";

const timeoutMs = 10_000;

type Wanted = { database: string | null; networks: readonly string[] };

const check = (providerId: string, { database, networks }: Wanted) =>
  withDatabases(providerId, (databases) => databases.checkNetworks(database, networks, AbortSignal.timeout(timeoutMs)));

/** Asks the server before anything is stored: a limit that nobody enforces would be worse than none. */
export async function requireLimitableNetworks(row: LoadedDatabase, networks: readonly string[]): Promise<void> {
  if (row.status !== "active" && row.status !== "suspended") return;
  await check(row.providerId, { database: row.objectName, networks });
}

type Choice = { provider?: string | undefined; kind?: string | undefined };

/** A provider whose new databases can be limited to these networks: the named one, or that with the fewest databases. */
export async function findLimitingProvider({ provider, kind }: Choice, networks: readonly string[]): Promise<string> {
  const kinds = kind ? [kind] : [...engineKinds];
  const providers = await sql().prisma.hostedProvider.findMany({
    where: { kind: { in: kinds }, accepting: true, ...(provider ? { id: provider } : { healthError: null }) },
    orderBy: { resources: { _count: "asc" } },
    take: 10,
  });
  if (providers.length === 0) throw hostedServiceErrors.no_provider();
  const inOrder = providers.toSorted((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind));
  let refusal: unknown;
  for (const { id } of inOrder) {
    try {
      await check(id, { database: null, networks });
      return id;
    } catch (error) {
      if (!isAppError(error) || error.code !== "networks_not_enforced") throw error;
      refusal = error;
    }
  }
  throw refusal;
}
