import { createHash } from "node:crypto";
import type Docker from "dockerode";
import { mib } from "@/lib/core/units";
import { type ContainerSpec, type Labels, labels } from "../engine";

/** What the machine offers, as far as a container's options depend on it. */
export type Capabilities = {
  /** docker-init is installed: it reaps zombies and passes signals on. */
  hasInit: boolean;
  cpus: number;
};

export type ContainerOwner = { installationId: string; capabilities: Capabilities };

const temporaryFilesMb = 128;

/** The same limits at creation and on update. A limit above the machine's CPUs is no limit, and Docker refuses it. */
export function resourceLimits(limits: { memoryMb: number; cpus: number }, capabilities: Capabilities) {
  const memory = Math.round(limits.memoryMb * mib);
  return {
    Memory: memory,
    // Equal to the memory limit: no swap, which would make the game stutter instead of failing visibly.
    MemorySwap: memory,
    NanoCpus: Math.round(Math.min(limits.cpus, capabilities.cpus) * 1e9),
  };
}

function portOptions(spec: ContainerSpec) {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { containerPort, protocol, hostIp, hostPort } of spec.ports) {
    const key = `${containerPort}/${protocol}`;
    bindings[key] = [...(bindings[key] ?? []), { HostIp: hostIp, HostPort: String(hostPort) }];
  }
  return { bindings, exposed: Object.fromEntries(Object.keys(bindings).map((key) => [key, {}])) };
}

function volumeMount(volume: ContainerSpec["volumes"][number], marks: Labels): Docker.MountSettings {
  return {
    Type: "volume",
    Source: volume.name,
    Target: volume.mountPath,
    // Docker makes a missing volume silently; these labels keep such a one ours, so that it can be removed again.
    VolumeOptions: { NoCopy: false, Labels: marks, DriverConfig: { Name: "local", Options: {} } },
  };
}

function hostConfig(spec: ContainerSpec, marks: Labels, capabilities: Capabilities): Docker.HostConfig {
  return {
    ...resourceLimits(spec, capabilities),
    Mounts: spec.volumes.map((volume) => volumeMount(volume, marks)),
    NetworkMode: spec.networkName,
    PortBindings: portOptions(spec).bindings,
    PublishAllPorts: false,
    PidsLimit: spec.pidsLimit,
    CapDrop: ["ALL"],
    ...(spec.capabilities?.length ? { CapAdd: [...spec.capabilities] } : {}),
    SecurityOpt: ["no-new-privileges"],
    Privileged: false,
    IpcMode: "private",
    ReadonlyRootfs: spec.readOnlyRoot,
    // Executable because Java unpacks its native libraries there; it counts towards the memory limit.
    Tmpfs: spec.readOnlyRoot ? { "/tmp": `rw,exec,nosuid,nodev,size=${temporaryFilesMb}m,mode=1777` } : {},
    // A core dump would be written to the customer's volume, with passwords in it.
    Ulimits: [{ Name: "core", Soft: 0, Hard: 0 }],
    // json-file rather than local: a machine that lost power leaves local's binary file unreadable.
    LogConfig: { Type: "json-file", Config: { "max-size": "5m", "max-file": "2" } },
    // The panel restarts containers, since it counts crashes and frees ports; Docker must not restart them too.
    RestartPolicy: { Name: "no" },
    Init: capabilities.hasInit,
  };
}

const nanosecondsPerSecond = 1e9;

/** Without a command of the spec the image's own check is switched off: it would start a process every few seconds. */
function healthcheck({ healthCommand }: ContainerSpec): Docker.HealthConfig {
  if (!healthCommand) return { Test: ["NONE"] };
  return {
    Test: ["CMD", ...healthCommand.command],
    Interval: healthCommand.intervalSeconds * nanosecondsPerSecond,
    Timeout: healthCommand.timeoutSeconds * nanosecondsPerSecond,
    Retries: 3,
  };
}

/** The body of `POST /containers/create`. Pure; only the ports in `spec.ports` are published. */
export function containerOptions(spec: ContainerSpec, owner: ContainerOwner): Docker.ContainerCreateOptions {
  const marks: Labels = { ...spec.labels, [labels.installation]: owner.installationId };
  const body: Docker.ContainerCreateOptions = {
    name: spec.name,
    Hostname: spec.hostname,
    Image: spec.imageId,
    ...(spec.command ? { Cmd: spec.command } : {}),
    Env: Object.entries(spec.environment)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
    User: spec.user,
    Tty: false,
    AttachStdin: false,
    AttachStdout: false,
    AttachStderr: false,
    OpenStdin: spec.openStdin,
    StdinOnce: false,
    ExposedPorts: portOptions(spec).exposed,
    StopSignal: spec.stopSignal,
    StopTimeout: spec.stopTimeoutSeconds,
    Healthcheck: healthcheck(spec),
    HostConfig: hostConfig(spec, volumeMarks(marks), owner.capabilities),
    NetworkingConfig: { EndpointsConfig: { [spec.networkName]: {} } },
  };
  return { ...body, Labels: { ...marks, [labels.spec]: fingerprint(body) } };
}

/** A volume is kept longer than the run that created it. */
function volumeMarks(marks: Labels): Labels {
  return Object.fromEntries(Object.entries(marks).filter(([name]) => name !== labels.run));
}

/** Fingerprint that shows whether an existing container was created from the same spec. */
function fingerprint(body: Docker.ContainerCreateOptions): string {
  return createHash("sha256").update(JSON.stringify(body)).digest("hex").slice(0, 32);
}
