import { isAppError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { mib } from "@/lib/core/units";
import type { CallOptions } from "../call-options";
import type { ContainerEngine, EngineInfo } from "../engine";
import { provisioningErrors } from "../errors";
import { limitKind, limitVolume, machineDisk, volumeUse } from "../host/disk";
import { createHostShell } from "../host/host-shell";
import { endIsolation, isolate } from "../host/isolation";
import { proveIsolation } from "../host/prove-isolation";
import { buildSampleImage } from "../local-images/build-sample-image";
import { type Deadlines, type DockerAddress, DockerConnection } from "./connection";
import { Containers } from "./containers";
import { ensureImage } from "./images/images";
import { Networks } from "./networks/networks";
import { exec } from "./streams/exec";
import { runToCompletion } from "./streams/run-to-completion";
import { writeStdin } from "./streams/stdin";
import { engineEvents, followLogs, followStats, readLogs, readStats } from "./streams/streams";
import { VolumeOwners } from "./volumes/volume-owner";
import { Volumes } from "./volumes/volumes";

export type DockerEngineOptions = DockerAddress & {
  /** Value of the installation label: what carries another is never adopted, listed or removed. */
  installationId: string;
  /** IPv4 block from which each customer's network gets a /27. */
  networkCidr: string;
  logger?: Logger;
  /** Shorter ones for tests. */
  deadlines?: Partial<Deadlines>;
};

type RawInfo = {
  ServerVersion: string;
  OperatingSystem: string;
  NCPU: number;
  MemTotal: number;
  Driver: string;
};

/** {@link ContainerEngine} over the Docker Engine API (20.10 and newer), one engine at one address. */
export function createDockerEngine(options: DockerEngineOptions): ContainerEngine {
  const connection = new DockerConnection(options, options.deadlines);
  const { installationId, logger } = options;
  const host = createHostShell(connection, options.dockerHost, installationId);
  const owners = new VolumeOwners(connection, installationId);
  const containers = new Containers(connection, installationId, owners);
  const networks = new Networks(connection, installationId, options.networkCidr, host, logger);
  const volumes = new Volumes(connection, installationId, owners);
  return {
    info: (callOptions) => readInfo(connection, callOptions),
    ensureImage: (reference, callOptions) => ensureImage(connection, reference, callOptions),

    ensureNetwork: (name, labels, callOptions) => networks.ensure(name, labels, callOptions),
    removeNetworkIfUnused: (name, callOptions) => networks.removeIfUnused(name, callOptions),
    listNetworks: (labels, callOptions) => networks.list(labels, callOptions),

    isolate: (wish, callOptions) => isolate({ connection, shell: host, installationId }, wish, callOptions),
    proveIsolation: async (own, callOptions) => {
      // Asked first, with the caller's signal: making an image takes long and has a deadline of its own.
      await connection.call((docker) => docker.ping(), callOptions);
      const { imageId } = await buildSampleImage(options);
      return proveIsolation({ connection, networks, installationId, imageId }, own, callOptions);
    },
    endIsolation: (callOptions) => endIsolation(host, installationId, callOptions),

    ensureVolume: (name, labels, callOptions) => volumes.ensure(name, labels, callOptions),
    removeVolume: (name, callOptions) => volumes.remove(name, callOptions),
    limitKind: (callOptions) => limitKind({ connection, shell: host }, callOptions),
    limitVolume: (name, limit, callOptions) => limitVolume({ connection, shell: host }, name, limit, callOptions),
    machineDisk: (callOptions) => machineDisk({ connection, shell: host }, callOptions),
    volumeUse: (names, callOptions) => volumeUse({ connection, shell: host }, names, callOptions),
    listVolumes: (labels, callOptions) => volumes.list(labels, callOptions),

    createContainer: (spec, callOptions) => containers.create(spec, callOptions),
    start: (name, callOptions) => containers.start(name, callOptions),
    stop: (name, timeoutSeconds, callOptions) => containers.stop(name, timeoutSeconds, callOptions),
    kill: (name, callOptions) => containers.kill(name, callOptions),
    pause: (name, callOptions) => containers.pause(name, callOptions),
    unpause: (name, callOptions) => containers.unpause(name, callOptions),
    remove: (name, callOptions) => containers.remove(name, callOptions),
    updateLimits: (name, limits, callOptions) => containers.updateLimits(name, limits, callOptions),
    inspect: (name, callOptions) => containers.inspect(name, callOptions),
    list: (labels, callOptions) => containers.list(labels, callOptions),
    runToCompletion: (spec, callOptions) => runToCompletion(connection, containers, spec, { ...callOptions, logger }),

    logs: (name, callOptions) => readLogs(connection, name, callOptions),
    followLogs: (name, callOptions) => followLogs(connection, name, callOptions),
    followStats: (name, callOptions) => followStats(connection, name, callOptions),
    readStats: (name, callOptions) => readStats(connection, name, callOptions),
    exec: (name, command, callOptions) => exec(connection, containers, name, command, callOptions),
    writeStdin: (name, line, callOptions) => writeStdin(connection, containers, name, line, callOptions),
    events: (labels, callOptions) => engineEvents(connection, labels, installationId, callOptions),
  };
}

/**
 * An engine that hangs counts as unavailable, like one that has stopped. Only this call distinguishes both from a slow
 * call.
 */
async function readInfo(connection: DockerConnection, options: CallOptions = {}): Promise<EngineInfo> {
  try {
    const limits = { ...options, timeoutMs: connection.deadlines.infoMs };
    const [info, version] = await connection.call(
      (docker) => Promise.all([docker.info() as Promise<RawInfo>, docker.version()]),
      limits,
    );
    return {
      version: info.ServerVersion,
      apiVersion: version.ApiVersion,
      operatingSystem: info.OperatingSystem,
      cpus: info.NCPU,
      memoryMb: Math.floor(info.MemTotal / mib),
      storageDriver: info.Driver,
    };
  } catch (error) {
    if (isAppError(error) && error.code === "engine_timeout")
      throw provisioningErrors.engine_unavailable({ cause: error });
    throw error;
  }
}
