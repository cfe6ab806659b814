import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import { limitsOf } from "@/lib/nodes/record-disk";
import { labels } from "@/lib/provisioning/engine";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { objectNames, ownershipLabels } from "../container-spec";
import type { RunContext } from "../workload-definition";
import { limitDisk } from "./limit-disk";
import { assignNetwork } from "./network";

/** Within the time of a step. For a volume with too many files the disk watcher sets the limit, with more time. */
const limitTimeoutMs = 30_000;

const volumesOf = ({ workload, spec }: RunContext) =>
  spec.volumes.map(({ name }) => objectNames.volume(workload.id, name));

/** Makes the workload's volumes and its customer's network present. */
export async function ensureStorage(context: RunContext, signal: AbortSignal): Promise<void> {
  await assignNetwork(context);
  const { workload, engine, definition } = context;
  const own = ownershipLabels(workload, env().INSTALLATION_ID);
  const networkLabels = { [labels.installation]: env().INSTALLATION_ID, [labels.owner]: workload.ownerId };
  await Promise.all([
    engine.ensureNetwork(objectNames.network(workload.ownerId, workload.networkNumber), networkLabels, { signal }),
    ...volumesOf(context).map((name) => engine.ensureVolume(name, own, { signal })),
  ]);
  if ((await limitsOf(sql(), context.node.id)) !== "quota") return;
  if (!(await limitDisk(engine, workload, { signal, timeoutMs: limitTimeoutMs }))) {
    const detail = `The ${definition.noun}'s volume is not in the engine's volume directory.`;
    throw provisioningErrors.engine_refused({ detail });
  }
}

/** Removes the volumes with the data in them, and the network when nothing else is in it. */
export async function removeStorage(context: RunContext, signal: AbortSignal): Promise<void> {
  const { workload, engine } = context;
  for (const name of volumesOf(context)) await engine.removeVolume(name, { signal });
  const network = objectNames.network(workload.ownerId, workload.networkNumber);
  await engine.removeNetworkIfUnused(network, { signal });
}
