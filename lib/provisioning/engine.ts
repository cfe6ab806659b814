import type { CallOptions } from "./call-options";
import type {
  FirewallTool,
  IsolationState,
  IsolationWish,
  LimitKind,
  LimitOptions,
  MachineDisk,
  ProofResult,
  UseOptions,
  VolumeLimit,
  VolumeUse,
} from "./host/machine";

/**
 * The container engine as the panel sees it. An engine owns the translation to Docker (or Swarm) and back; it knows
 * nothing of customers or the database. Every call is idempotent, carries a timeout and throws only
 * `AppError`s of lib/provisioning/errors.ts. One contract suite (engine.contract.ts) runs against every engine.
 */

/**
 * Ownership marks: every object the panel makes carries them, and only objects that carry them are ever removed. The
 * engine itself sets and filters by `installation`; the others come from the caller.
 */
export const labels = {
  installation: "lightnode.installation",
  /** Id of the resource that the object is part of. The value is older than kinds other than servers; objects carry it. */
  resource: "lightnode.server",
  run: "lightnode.run",
  owner: "lightnode.owner",
  role: "lightnode.role",
  /** Fingerprint of what a container was made from, set by the engine; see createContainer. */
  spec: "lightnode.spec",
} as const;

export type Labels = Record<string, string>;

export type EngineInfo = {
  version: string;
  apiVersion: string;
  operatingSystem: string;
  cpus: number;
  memoryMb: number;
  /** Bytes free are unknown to Docker; disk capacity is configured on the node. */
  storageDriver: string;
};

export type PullProgress = {
  /** 0..1 over all layers seen so far; null while unknown. */
  fraction: number | null;
  message: string;
};

export type ImageResult = {
  /** Content id, `sha256:…`; the container is created from this, so a moved tag changes nothing. */
  imageId: string;
  /** `name@sha256:…` when the image came from a registry, else null. */
  digest: string | null;
  pulled: boolean;
};

export type PortBinding = {
  containerPort: number;
  protocol: "tcp" | "udp";
  hostIp: string;
  hostPort: number;
};

export type ContainerSpec = {
  name: string;
  hostname: string;
  imageId: string;
  command?: string[];
  environment: Record<string, string>;
  labels: Labels;
  networkName: string;
  ports: PortBinding[];
  /** Named volumes, and where each is mounted inside. Their roots belong to `user`. */
  volumes: readonly { name: string; mountPath: string }[];
  memoryMb: number;
  /** CPUs, e.g. 1.5. */
  cpus: number;
  pidsLimit: number;
  readOnlyRoot: boolean;
  /** `uid:gid` */
  user: string;
  /** Linux capabilities that it gets, by name (`NET_BIND_SERVICE`); all others are dropped. */
  capabilities?: readonly string[] | undefined;
  /** Run by the engine at this interval; its result is {@link ContainerState.health}. None: nothing is run. */
  healthCommand?: { command: readonly string[]; intervalSeconds: number; timeoutSeconds: number } | undefined;
  stopSignal: string;
  stopTimeoutSeconds: number;
  /** Keeps standard input open for console commands. */
  openStdin: boolean;
};

export type ContainerStatus = "created" | "running" | "exited" | "restarting" | "paused" | "dead";

export type ContainerState = {
  containerId: string;
  name: string;
  imageId: string;
  labels: Labels;
  status: ContainerStatus;
  startedAt: Date | null;
  finishedAt: Date | null;
  exitCode: number | null;
  /** It ended because a process of it was killed for memory; false while it runs. */
  outOfMemory: boolean;
  /** Docker's own error text, e.g. why the start failed; never shown to customers. */
  error: string;
  /** Address inside the customer's network, reachable from the engine's machine only. */
  ipAddress: string | null;
  ports: PortBinding[];
  /** Result of the spec's `healthCommand`; null without one. */
  health: "starting" | "healthy" | "unhealthy" | null;
};

export type ContainerSummary = Pick<ContainerState, "containerId" | "name" | "labels" | "status">;

export type LogLine = {
  at: Date;
  stream: "stdout" | "stderr";
  text: string;
  /** The line's exact place (nanoseconds); pass the last one seen as `after` to continue without a gap or a repeat. */
  cursor: string;
};

export type StatsSample = {
  at: Date;
  /** Percent of one CPU: 150 means one and a half. */
  cpuPercent: number;
  memoryBytes: number;
  memoryLimitBytes: number;
  /** Totals since the container started. */
  networkReceivedBytes: number;
  networkSentBytes: number;
  pids: number;
};

export type StatsCounters = Omit<StatsSample, "cpuPercent"> & {
  /** CPU time since the container started. */
  cpuNanoseconds: number;
};

export type ExecResult = { exitCode: number; output: string; isCut: boolean };

export type EngineEvent = {
  at: Date;
  kind: "container";
  /** start, die, oom, stop, kill, destroy, pause, unpause … (Docker's own names). */
  action: string;
  containerId: string;
  labels: Labels;
  exitCode: number | null;
};

export interface ContainerEngine {
  /** Answers within 3 s or throws `engine_unavailable`. */
  info(options?: CallOptions): Promise<EngineInfo>;

  /**
   * Makes the image present: inspects it, and pulls it when absent (or when `pull` is "always"). Errors inside the pull
   * stream count as failures. `image_not_found`, `registry_unreachable`, `registry_denied`, `registry_rate_limited`,
   * `image_corrupt`, `engine_disk_full`; `image_pull_failed` for anything else.
   */
  ensureImage(
    reference: string,
    options?: CallOptions & { pull?: "missing" | "never" | "always"; onProgress?: (progress: PullProgress) => void },
  ): Promise<ImageResult>;

  /** A bridge of the customer's own with a subnet of its own; adopts one with the same name and labels. */
  ensureNetwork(name: string, labels: Labels, options?: CallOptions): Promise<void>;
  /** Removes it when no container is attached; returns whether it is removed. An absent one counts as removed. */
  removeNetworkIfUnused(name: string, options?: CallOptions): Promise<boolean>;

  /**
   * Keeps containers of customers' networks from reaching the machine, link-local and private addresses. Repeat it
   * after restarts of the engine and the firewall: it sets what is missing. A machine that does not allow it is an
   * answer (`state: "failed"`), not an error.
   */
  isolate(wish: IsolationWish, options?: CallOptions & { tool?: FirewallTool }): Promise<IsolationState>;
  /**
   * What a container of a customer's network reaches of the machine (`ports`: the panel's own) and of private networks.
   */
  proveIsolation(own: { ports: readonly number[] }, options?: CallOptions): Promise<ProofResult[]>;
  /** Removes those rules. */
  endIsolation(options?: CallOptions): Promise<void>;

  ensureVolume(name: string, labels: Labels, options?: CallOptions): Promise<{ created: boolean }>;
  /** Absent is fine; refuses (`volume_not_owned`) a volume without the installation's label. */
  removeVolume(name: string, options?: CallOptions): Promise<void>;
  /** Space and files left where the engine keeps volumes; `isCheap`: it may be asked several times a second. */
  machineDisk(options?: CallOptions): Promise<MachineDisk & { isCheap: boolean }>;
  /**
   * Bytes and files of these volumes now, without a walk over everything else. Absent ones are left out, and those that
   * take longer than `volumeTimeoutMs` (60 s by default).
   */
  volumeUse(names: readonly string[], options?: UseOptions): Promise<Map<string, VolumeUse>>;
  /** Whether the machine's file system enforces sizes, or the panel must watch them. */
  limitKind(options?: CallOptions): Promise<LimitKind>;
  /**
   * Sets the volume's size as a quota of the file system where it has quotas (`quota`); returns `watch` where it has
   * none and `absent` without a volume. `volume_limit_timeout` when it has too many files for `timeoutMs` (10 minutes
   * by default).
   */
  limitVolume(name: string, limit: VolumeLimit, options?: LimitOptions): Promise<LimitKind | "absent">;

  /**
   * Creates, or adopts a container of the same name when its labels say it is ours, from the same run and made from an
   * equal spec (label `spec`: a retry with another port must not get the old container). Ours, but of another run or
   * spec: removed first. Not ours: `engine_refused`. The volumes' roots belong to `spec.user` afterwards.
   */
  createContainer(spec: ContainerSpec, options?: CallOptions): Promise<{ containerId: string }>;
  /**
   * Already running is fine, a paused one is resumed. `port_in_use` (with `extra.hostPort` when Docker names it) when
   * the host refuses a port.
   */
  start(name: string, options?: CallOptions): Promise<void>;
  /** Stop signal, then SIGKILL after the timeout; already stopped or absent is fine. */
  stop(name: string, timeoutSeconds: number, options?: CallOptions): Promise<void>;
  kill(name: string, options?: CallOptions): Promise<void>;
  /**
   * Pauses every process of it at once; stop, kill and remove work on it as on a running one. Absent or ended is fine.
   */
  pause(name: string, options?: CallOptions): Promise<void>;
  /** Resumes a paused one. Absent, ended or not paused is fine. */
  unpause(name: string, options?: CallOptions): Promise<void>;
  /** Force-removes the container; absent is fine. Its ports are free when this returns. Never touches volumes. */
  remove(name: string, options?: CallOptions): Promise<void>;
  /** Changes the limits of an existing container in place. */
  updateLimits(name: string, limits: { memoryMb: number; cpus: number }, options?: CallOptions): Promise<void>;

  /** Null when there is none of that name. */
  inspect(name: string, options?: CallOptions): Promise<ContainerState | null>;
  /** Every container carrying all the given labels, running or not. */
  list(labels: Labels, options?: CallOptions): Promise<ContainerSummary[]>;
  listVolumes(labels: Labels, options?: CallOptions): Promise<{ name: string; labels: Labels }[]>;
  listNetworks(labels: Labels, options?: CallOptions): Promise<{ name: string; labels: Labels }[]>;

  /** Runs a container to its end (the install step) and removes it; resolves with exit code and the last lines. */
  runToCompletion(
    spec: ContainerSpec,
    options?: CallOptions & { onLine?: (line: LogLine) => void },
  ): Promise<{ exitCode: number; outOfMemory: boolean; lastLines: string[] }>;

  /** The last `tail` lines, oldest first; with `after` those from the line with this cursor on, it included. */
  logs(name: string, options: CallOptions & { tail: number; since?: Date; after?: string }): Promise<LogLine[]>;
  /**
   * Lines as they come, until the signal aborts or the container ends: all those after the line with cursor `after`,
   * or at and after `since`, or the last `tail`; with none of these only new ones. `onGap` is called before the first
   * line when the engine no longer has the one of `after`: lines between the two may be lost. A container that was made
   * after that line starts a log of its own and has no gap.
   */
  followLogs(
    name: string,
    options: CallOptions & { after?: string; onGap?: () => void; since?: Date; tail?: number },
  ): AsyncIterable<LogLine>;
  /** About one sample a second until the signal aborts or the container ends. */
  followStats(name: string, options: CallOptions): AsyncIterable<StatsSample>;
  /** Counters now, without the second that the engine needs for shares; null when it does not run. */
  readStats(name: string, options?: CallOptions): Promise<StatsCounters | null>;
  /**
   * Runs a command in a running container, as its user and without a shell; resolves with the exit code and the output
   * of both streams, cut at 256 KiB. `container_not_running` when it does not run.
   */
  exec(name: string, command: readonly string[], options?: CallOptions): Promise<ExecResult>;
  /** Writes one line to the container's standard input. */
  writeStdin(name: string, line: string, options?: CallOptions): Promise<void>;
  /**
   * Container events of objects with these labels, until the signal aborts; throws `engine_unavailable` when the
   * stream breaks. `onOpen` is called once no event can be missed any more: list what exists then. `since` replays what
   * the engine still has (Docker: the last 256 events).
   */
  events(labels: Labels, options: CallOptions & { since?: Date; onOpen?: () => void }): AsyncIterable<EngineEvent>;
}
