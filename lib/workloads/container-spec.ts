import { type ContainerSpec, labels, type PortBinding } from "@/lib/provisioning/engine";
import type { Workload } from "./load-workload";
import type { WorkloadSpec } from "./workload-definition";

/** Names of a workload's objects at the engine; all derive from ids, so a second worker finds what the first one made. */
export const objectNames = {
  container: (id: string) => id,
  installContainer: (id: string) => `${id}-install`,
  /** Of the volume with this name in the spec. */
  volume: (id: string, name = "data") => `${id}-${name}`,
  /** A customer's first network, or a further one when a network has no free address. */
  network: (ownerId: string, number: number | null) =>
    number === null || number === 1 ? `ln-${ownerId}` : `ln-${ownerId}-${number}`,
};

/** Where ports for the panel alone are, on its own machine. */
export const loopback = "127.0.0.1";

export type SpecFacts = {
  workload: Workload;
  spec: WorkloadSpec;
  role: string;
  installationId: string;
  imageId: string;
  ports: { name: string; port: number; bindAddress: string }[];
  /** The container runs on the panel's own machine. */
  isLocal: boolean;
  runId: string;
};

/** Labels that say whose an object is. */
export function ownershipLabels(
  workload: Pick<Workload, "id" | "ownerId">,
  installationId: string,
): Record<string, string> {
  return { [labels.installation]: installationId, [labels.resource]: workload.id, [labels.owner]: workload.ownerId };
}

/** What the workload's container is made from. Pure. */
export function buildContainerSpec(facts: SpecFacts): ContainerSpec {
  const { workload, spec, installationId } = facts;
  const numbers = new Map(facts.ports.map((port) => [port.name, port]));
  const ports: PortBinding[] = spec.ports.flatMap(({ name, protocol, containerPort, forPanel }) => {
    const held = numbers.get(name);
    if (!held) return [];
    const hostIp = forPanel && facts.isLocal ? loopback : held.bindAddress;
    return [{ containerPort, protocol, hostIp, hostPort: held.port }];
  });
  return {
    name: objectNames.container(workload.id),
    hostname: workload.id.replaceAll("_", "-").slice(0, 63),
    imageId: facts.imageId,
    command: spec.command,
    environment: spec.environment,
    networkName: objectNames.network(workload.ownerId, workload.networkNumber),
    ports,
    volumes: spec.volumes.map(({ name, mountPath }) => ({ name: objectNames.volume(workload.id, name), mountPath })),
    memoryMb: workload.memoryMb,
    cpus: workload.cpuMilli / 1000,
    pidsLimit: spec.pidsLimit,
    readOnlyRoot: spec.readOnlyRoot,
    user: spec.user,
    capabilities: [...(spec.capabilities ?? [])],
    healthCommand: spec.healthCommand,
    stopSignal: spec.stop.signal,
    stopTimeoutSeconds: spec.stop.timeoutSeconds,
    openStdin: true,
    labels: {
      ...ownershipLabels(workload, installationId),
      [labels.role]: facts.role,
      [labels.run]: facts.runId,
    },
  };
}

/** The same container, preparing its files instead of running: no ports, a name of its own. */
export function buildInstallSpec(container: ContainerSpec, id: string, extra: Record<string, string>): ContainerSpec {
  return {
    ...container,
    name: objectNames.installContainer(id),
    environment: { ...container.environment, ...extra },
    ports: [],
    labels: { ...container.labels, [labels.role]: "install" },
  };
}
