import { sql } from "@/lib/db/transaction";
import { findNode } from "@/lib/nodes/engines";
import { portsOf } from "@/lib/nodes/ports/ports";
import { loopback } from "@/lib/workloads/container-spec";
import { findWorkload } from "@/lib/workloads/load-workload";
import { dialAddress } from "@/lib/workloads/readiness/wait-until-ready";
import { hostedServiceErrors } from "../../errors";
import { providerKindOf } from "../provider-registry";
import { managedSecrets } from "./managed-service";

/** The connection of a service that the panel runs, from its stored secrets and its present ports. */
export async function openManaged(provider: { id: string; kind: string }, stored: unknown): Promise<unknown> {
  const { managed } = providerKindOf(provider.kind);
  if (!managed) return stored;
  const workload = await findWorkload(sql(), provider.id);
  const node = workload?.nodeId ? await findNode(sql(), workload.nodeId) : null;
  const ports = await portsOf(sql(), provider.id);
  const reach = (hostOf: (held: (typeof ports)[number], isLocal: boolean) => string) => (name: string) => {
    const held = ports.find((port) => port.name === name);
    if (!held || !node) throw hostedServiceErrors.provider_unavailable({ detail: "The service has no address yet." });
    return { host: hostOf(held, node.dockerHost === null), port: held.port };
  };
  const forPanel = new Set(managed.ports.filter((port) => port.forPanel).map(({ name }) => name));
  const dial = reach(({ name, bindAddress, publicAddress }, isLocal) =>
    isLocal && forPanel.has(name) ? loopback : dialAddress(bindAddress, publicAddress, isLocal),
  );
  const open = reach(({ publicAddress }) => publicAddress);
  return managed.connection(managedSecrets.parse(stored), dial, open);
}
