import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import type { HostedProvider } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { lockedWorkload, type Workload } from "@/lib/workloads/load-workload";
import { unfinishedRun } from "@/lib/workloads/runs/runs";
import { hostedServiceErrors } from "../../errors";
import { loadProvider } from "../load-provider";
import { providerKindOf } from "../provider-registry";
import type { ManagedService } from "./managed-service";

export type LockedService = {
  provider: HostedProvider;
  managed: ManagedService;
  row: Workload & { nodeId: string };
};

/**
 * A service that the panel runs, with the row of its workload locked, when it was set up and nothing is in progress.
 * Throws `validation_failed` for one that it does not run, `hosted_busy` and `hosted_wrong_state`.
 */
export async function lockService(tx: Tx, actor: Actor, id: string): Promise<LockedService> {
  const provider = await loadProvider(actor, id, "provider.manage", tx);
  const { managed } = providerKindOf(provider.kind);
  const row = provider.mode === "managed" ? await lockedWorkload(tx, id) : null;
  if (!managed || !row) {
    const message = "The panel does not run this service. Change it where it runs.";
    throw coreErrors.validation_failed({ errors: [{ path: "id", message }] });
  }
  if (await unfinishedRun(tx, id)) throw hostedServiceErrors.hosted_busy();
  const { nodeId, imageId, status } = row;
  if (nodeId === null || imageId === null || status === "deleting") {
    throw hostedServiceErrors.hosted_wrong_state({ detail: `The service is ${status}.` });
  }
  return { provider, managed, row: { ...row, nodeId } };
}
