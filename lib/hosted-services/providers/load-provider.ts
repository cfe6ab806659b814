import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { coreErrors } from "@/lib/core/errors";
import type { HostedProvider } from "@/lib/db/generated/client";
import type { Sql } from "@/lib/db/transaction";

/** The provider, for administrators; `not_found` for none. */
export async function loadProvider(
  actor: Actor,
  id: string,
  permission: "provider.read" | "provider.manage",
  db: Sql,
): Promise<HostedProvider> {
  authorise(actor, permission);
  const provider = await db.prisma.hostedProvider.findUnique({ where: { id } });
  if (!provider) throw coreErrors.not_found({ detail: "There is no such provider." });
  return provider;
}
