import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { coreErrors } from "@/lib/core/errors";
import type { ListQuery } from "@/lib/core/lists";
import { page } from "@/lib/db/page";
import { sql } from "@/lib/db/transaction";
import type { ProviderKindView, ProviderView } from "./contract";
import { providerKinds } from "./provider-registry";
import { withCount, withStatus } from "./provider-views";

export async function listProviders(
  actor: Actor,
  query: ListQuery,
): Promise<{ items: ProviderView[]; nextCursor: string | null }> {
  authorise(actor, "provider.read");
  const named = query.q ? { name: { contains: query.q, mode: "insensitive" as const } } : {};
  const { rows, nextCursor } = await page(query, ({ where, orderBy, take }) =>
    sql().prisma.hostedProvider.findMany({ where: { AND: [where, named] }, orderBy, take, include: withCount }),
  );
  return { items: await Promise.all(rows.map((row) => withStatus(row, sql()))), nextCursor };
}

export async function getProvider(actor: Actor, id: string): Promise<ProviderView> {
  authorise(actor, "provider.read");
  const row = await sql().prisma.hostedProvider.findUnique({ where: { id }, include: withCount });
  if (!row) throw coreErrors.not_found({ detail: "There is no such provider." });
  return withStatus(row, sql());
}

/** The kinds of services that can be connected, with the fields of their connections. */
export function listProviderKinds(actor: Actor): { items: ProviderKindView[] } {
  authorise(actor, "provider.read");
  return {
    items: [...providerKinds.values()].map(({ kind, label, description, canRun, fields, settings, standardPorts }) => ({
      kind,
      label,
      description,
      canRun,
      fields,
      settings,
      standardPorts,
    })),
  };
}
