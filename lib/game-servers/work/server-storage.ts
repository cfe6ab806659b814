import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import { limitsOf } from "@/lib/nodes/record-disk";
import { labels } from "@/lib/provisioning/engine";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { objectNames, ownershipLabels } from "../container-spec";
import type { RunContext } from "./context";
import { assignNetwork } from "./customer-network";
import { limitDisk } from "./limit-disk";

/** Within the time of a step. For a volume with too many files the disk watcher sets the limit, with more time. */
const limitTimeoutMs = 30_000;

/** Makes the server's volume and its customer's network present. */
export async function ensureStorage(context: RunContext, signal: AbortSignal): Promise<void> {
  await assignNetwork(context);
  const { server, engine } = context;
  const own = ownershipLabels(server, env().INSTALLATION_ID);
  const networkLabels = { [labels.installation]: env().INSTALLATION_ID, [labels.owner]: server.ownerId };
  await Promise.all([
    engine.ensureNetwork(objectNames.network(server.ownerId, server.networkNumber), networkLabels, { signal }),
    engine.ensureVolume(objectNames.volume(server.id), own, { signal }),
  ]);
  if ((await limitsOf(sql(), context.node.id)) !== "quota") return;
  if (!(await limitDisk(engine, server, { signal, timeoutMs: limitTimeoutMs })))
    throw provisioningErrors.engine_refused({ detail: "The server's volume is not in the engine's volume directory." });
}

/** Removes the volume with the world in it, and the network when nothing else is in it. */
export async function removeStorage(context: RunContext, signal: AbortSignal): Promise<void> {
  const { server, engine } = context;
  await engine.removeVolume(objectNames.volume(server.id), { signal });
  await engine.removeNetworkIfUnused(objectNames.network(server.ownerId, server.networkNumber), { signal });
}
