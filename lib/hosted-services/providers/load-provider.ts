import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { coreErrors } from "@/lib/core/errors";
import type { HostedProvider } from "@/lib/db/generated/client";
import type { Sql } from "@/lib/db/transaction";

const column = "hosted_provider:connection";

export function sealConnection(id: string, connection: unknown): string {
  return fieldCipher().encrypt(JSON.stringify(connection), column, id);
}

/** The connection with its secrets; for the worker and for tests of the connection. */
export function openConnection({ id, connectionSealed }: Pick<HostedProvider, "id" | "connectionSealed">): unknown {
  return JSON.parse(fieldCipher().decrypt(connectionSealed, column, id));
}

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
