import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import type { HostedProvider } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import type { UpdateProviderInput } from "../contract";
import { providerKindOf } from "../provider-registry";
import { openSealed, sealConnection } from "../sealed-connection";
import { lockService } from "./lock-service";
import { managedSecrets } from "./managed-service";
import { moveToStandardPorts } from "./move-to-standard-ports";
import { recordEndpoints } from "./record-endpoints";
import { enqueueRestart } from "./restart-service";

/**
 * The sealed form of a managed service with other settings: those that are not sent stay, and those that are null are
 * removed. `validation_failed` for settings that the kind does not take.
 */
export function changedSettings(provider: HostedProvider, sent: Record<string, unknown>): { connectionSealed: string } {
  const { managed, parseSettings } = providerKindOf(provider.kind);
  if (provider.mode !== "managed" || !managed) {
    const message = "The panel does not run this service. Change its connection.";
    throw coreErrors.validation_failed({ errors: [{ path: "settings", message }] });
  }
  const stored = managedSecrets.parse(openSealed(provider));
  const all = Object.entries({ ...stored.settings, ...sent });
  const settings = parseSettings(Object.fromEntries(all.filter(([, value]) => value !== null)));
  return { connectionSealed: sealConnection(provider.id, { ...stored, settings }) };
}

/** The service takes its settings and its ports at a start. */
export async function applyChange(
  tx: Tx,
  actor: Actor,
  provider: HostedProvider,
  { standardPorts }: Pick<UpdateProviderInput, "standardPorts">,
): Promise<void> {
  const service = await lockService(tx, actor, provider.id);
  if (standardPorts) await moveToStandardPorts(tx, service);
  await recordEndpoints(tx, provider.id, service.managed.endpoints);
  await enqueueRestart(tx, actor, service);
}
