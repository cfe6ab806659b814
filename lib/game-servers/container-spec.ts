import { createHash } from "node:crypto";
import { type ContainerSpec, labels, type PortBinding } from "@/lib/provisioning/engine";
import { buildEnvironment } from "./environment";
import type { LoadedServer } from "./load-server";
import type { LoadedTemplate } from "./template";

/** Names of a server's objects at the engine; all derive from ids, so a second worker finds what the first one made. */
export const objectNames = {
  container: (serverId: string) => serverId,
  installContainer: (serverId: string) => `${serverId}-install`,
  volume: (serverId: string) => `${serverId}-data`,
  /** A customer's first network, or a further one when a network has no free address. */
  network: (ownerId: string, number: number | null) =>
    number === null || number === 1 ? `ln-${ownerId}` : `ln-${ownerId}-${number}`,
};

export type SpecFacts = {
  server: LoadedServer;
  template: LoadedTemplate;
  installationId: string;
  imageId: string;
  rconPassword: string;
  ports: { name: string; port: number; bindAddress: string }[];
  runId: string;
};

/** Labels that say whose an object is. */
export function ownershipLabels(
  server: Pick<LoadedServer, "id" | "ownerId">,
  installationId: string,
): Record<string, string> {
  return { [labels.installation]: installationId, [labels.server]: server.id, [labels.owner]: server.ownerId };
}

/** What the game's container is made from. Pure; equal facts give an equal spec and spec label. */
export function buildContainerSpec(facts: SpecFacts): ContainerSpec {
  const { server, template, installationId } = facts;
  const { spec } = template;
  const numbers = new Map(facts.ports.map((port) => [port.name, port]));
  const ports: PortBinding[] = spec.ports.flatMap(({ name, protocol, containerPort }) => {
    const held = numbers.get(name);
    return held ? [{ containerPort, protocol, hostIp: held.bindAddress, hostPort: held.port }] : [];
  });
  const body: Omit<ContainerSpec, "labels"> = {
    name: objectNames.container(server.id),
    hostname: server.id.replaceAll("_", "-").slice(0, 63),
    imageId: facts.imageId,
    environment: buildEnvironment(spec, server.environment, {
      name: server.name,
      memoryMb: server.memoryMb,
      version: server.version,
      rconPassword: facts.rconPassword,
      rconPort: server.rconPort,
    }),
    networkName: objectNames.network(server.ownerId, server.networkNumber),
    ports,
    volumeName: objectNames.volume(server.id),
    mountPath: spec.mountPath,
    memoryMb: server.memoryMb,
    cpus: server.cpuMilli / 1000,
    pidsLimit: spec.pidsLimit,
    readOnlyRoot: spec.readOnlyRoot,
    user: spec.user,
    stopSignal: spec.stop.signal,
    stopTimeoutSeconds: spec.stop.timeoutSeconds,
    openStdin: true,
  };
  return {
    ...body,
    labels: {
      ...ownershipLabels(server, installationId),
      [labels.role]: "game",
      [labels.run]: facts.runId,
      [labels.spec]: createHash("sha256").update(JSON.stringify(body)).digest("hex").slice(0, 32),
    },
  };
}

/** The same container, preparing its files instead of playing: no ports, a name of its own. */
export function buildInstallSpec(
  game: ContainerSpec,
  server: LoadedServer,
  extra: Record<string, string>,
): ContainerSpec {
  return {
    ...game,
    name: objectNames.installContainer(server.id),
    environment: { ...game.environment, ...extra },
    ports: [],
    labels: { ...game.labels, [labels.role]: "install" },
  };
}
