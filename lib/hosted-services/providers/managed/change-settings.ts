import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import type { HostedProvider } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { portsOf } from "@/lib/nodes/ports/ports";
import { markStarting } from "@/lib/workloads/lifecycle/change-workload";
import { lockedWorkload } from "@/lib/workloads/load-workload";
import { enqueueRun, unfinishedRun } from "@/lib/workloads/runs/runs";
import { hostedServiceErrors } from "../../errors";
import { providerKindOf } from "../provider-registry";
import { openSealed, sealConnection } from "../sealed-connection";
import { managedSecrets } from "./managed-service";

/** The sealed form of a managed service with other settings: those that are not sent stay. `validation_failed` else. */
export function changedSettings(provider: HostedProvider, sent: Record<string, unknown>): { connectionSealed: string } {
  const { managed, parseSettings } = providerKindOf(provider.kind);
  if (provider.mode !== "managed" || !managed) {
    const message = "The panel does not run this service. Change its connection.";
    throw coreErrors.validation_failed({ errors: [{ path: "settings", message }] });
  }
  const stored = managedSecrets.parse(openSealed(provider));
  const settings = parseSettings({ ...stored.settings, ...sent });
  return { connectionSealed: sealConnection(provider.id, { ...stored, settings }) };
}

/** The service takes its settings at a start. */
export async function restartService(tx: Tx, actor: Actor, provider: HostedProvider): Promise<void> {
  const { managed } = providerKindOf(provider.kind);
  const row = await lockedWorkload(tx, provider.id);
  if (!row || !managed) return;
  if (await unfinishedRun(tx, provider.id)) throw hostedServiceErrors.hosted_busy();
  const held = await portsOf(tx, provider.id);
  const open = (name: string) => {
    const port = held.find((item) => item.name === name);
    return { host: port?.publicAddress ?? "", port: port?.port ?? 0 };
  };
  const endpoints = managed.endpoints(managedSecrets.parse(openSealed(provider)), open);
  if (endpoints) await tx.prisma.hostedProvider.update({ where: { id: provider.id }, data: { endpoints } });
  await markStarting(tx, row);
  await enqueueRun(tx, managed.workload, { resource: row, nodeId: row.nodeId, kind: "restart", actor });
}
