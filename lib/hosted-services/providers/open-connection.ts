import type { HostedProvider } from "@/lib/db/generated/client";
import { sql } from "@/lib/db/transaction";
import { findNode } from "@/lib/nodes/engines";
import { portsOf } from "@/lib/nodes/ports/ports";
import { findWorkload } from "@/lib/workloads/load-workload";
import { dialAddress } from "@/lib/workloads/readiness/wait-until-ready";
import { hostedServiceErrors } from "../errors";
import { managedSecrets } from "./managed/managed-service";
import { providerKindOf } from "./provider-registry";
import { openSealed } from "./sealed-connection";

type Stored = Pick<HostedProvider, "id" | "kind" | "mode" | "connectionSealed">;

/** The connection with its secrets; for the worker and for tests of the connection. The ports of a managed one may change. */
export async function openConnection(provider: Stored): Promise<unknown> {
  const stored = openSealed(provider);
  const { managed } = providerKindOf(provider.kind);
  if (provider.mode === "external" || !managed) return stored;
  const workload = await findWorkload(sql(), provider.id);
  const node = workload?.nodeId ? await findNode(sql(), workload.nodeId) : null;
  const ports = await portsOf(sql(), provider.id);
  const reach = (hostOf: (held: (typeof ports)[number], isLocal: boolean) => string) => (name: string) => {
    const held = ports.find((port) => port.name === name);
    if (!held || !node) throw hostedServiceErrors.provider_unavailable({ detail: "The service has no address yet." });
    return { host: hostOf(held, node.dockerHost === null), port: held.port };
  };
  const dial = reach(({ bindAddress, publicAddress }, isLocal) => dialAddress(bindAddress, publicAddress, isLocal));
  const open = reach(({ publicAddress }) => publicAddress);
  return managed.connection(managedSecrets.parse(stored), dial, open);
}
