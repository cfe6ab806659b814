import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { brokenConstraint } from "@/lib/db/errors";
import { sql, transaction } from "@/lib/db/transaction";
import { hostedServiceErrors } from "../errors";
import type { ProviderView, UpdateProviderInput } from "./contract";
import { loadProvider } from "./load-provider";
import { applyChange, changedSettings } from "./managed/change-settings";
import { providerKindOf } from "./provider-registry";
import { withCount, withStatus } from "./provider-views";
import { sealConnection } from "./sealed-connection";
import { testConnection } from "./test-provider";

/**
 * Changes name, connection or whether it takes new objects. A new connection is tested before it is saved. A service that
 * the panel runs has settings instead, and restarts with them and at other ports.
 */
export async function updateProvider(actor: Actor, id: string, input: UpdateProviderInput): Promise<ProviderView> {
  const provider = await loadProvider(actor, id, "provider.manage", sql());
  const { name, accepting } = input;
  if (input.connection && provider.mode === "managed") {
    const message = "The panel runs this service and keeps its connection itself.";
    throw coreErrors.validation_failed({ errors: [{ path: "connection", message }] });
  }
  const data = {
    ...(name === undefined ? {} : { name }),
    ...(accepting === undefined ? {} : { accepting }),
    ...(input.connection ? await changedConnection(provider.kind, id, input.connection) : {}),
    ...(input.settings ? changedSettings(provider, input.settings) : {}),
  };
  try {
    return await transaction(async (tx) => {
      const changed = await tx.prisma.hostedProvider.update({ where: { id }, data });
      if (input.settings || input.standardPorts) await applyChange(tx, actor, changed, input);
      const row = await tx.prisma.hostedProvider.findUniqueOrThrow({ where: { id }, include: withCount });
      await recordAudit(tx, actor, {
        action: "provider.changed",
        targetKind: "provider",
        targetId: id,
        detail: { fields: Object.keys(input) },
      });
      return withStatus(row, tx);
    });
  } catch (error) {
    if (brokenConstraint(error) !== "hosted_provider_name_key") throw error;
    throw hostedServiceErrors.name_taken({ errors: [{ path: "name", message: "Another provider has this name." }] });
  }
}

async function changedConnection(kindName: string, id: string, sent: unknown) {
  const kind = providerKindOf(kindName);
  const connection = kind.parse(sent);
  const { version } = await testConnection(kind, connection);
  return {
    connectionSealed: sealConnection(id, connection),
    endpoints: kind.endpoints(connection),
    version,
    healthError: null,
    healthCheckedAt: new Date(),
  };
}
