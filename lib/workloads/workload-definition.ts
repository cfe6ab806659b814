import type { AppError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import type { Sql, Tx } from "@/lib/db/transaction";
import type { EngineNode } from "@/lib/nodes/engines";
import type { ContainerEngine, ContainerSpec } from "@/lib/provisioning/engine";
import type { SagaOutcome } from "@/lib/provisioning/saga";
import type { Readiness, RunKind, WorkloadStatus } from "./contract";
import type { Workload } from "./load-workload";
import type { ClaimedRun, Plan, Publication, ResourceChange } from "./runs/resource-kind";

/**
 * What one workload's container is made of: data that its kind reads from its own tables. Equal data gives an equal
 * container. The environment may carry secrets; it is never logged or published.
 */
export type WorkloadSpec = {
  image: string;
  pull: "missing" | "never";
  pullTimeoutMs: number;
  /** Published on the machine, the main port first. `forPanel`: on the panel's own machine, for that machine alone. */
  ports: readonly { name: string; protocol: "tcp" | "udp"; containerPort: number; forPanel?: boolean }[];
  /** The first holds the workload's data and is limited to its disk size. */
  volumes: readonly { name: string; mountPath: string }[];
  command?: string[] | undefined;
  environment: Record<string, string>;
  /** `uid:gid`; owner of the volumes' roots. */
  user: string;
  readOnlyRoot: boolean;
  pidsLimit: number;
  /** Linux capabilities by name (`NET_BIND_SERVICE`); none without. */
  capabilities?: readonly string[] | undefined;
  /** Run by the engine while the container runs; none without. */
  healthCommand?: ContainerSpec["healthCommand"];
  stop: { signal: string; timeoutSeconds: number };
  /** A run of the same container to its end before the first start, with these variables added. */
  install: { environment: Record<string, string>; timeoutMs: number } | null;
  readiness: Readiness;
  console: Console;
};

/** How console commands reach it. The port is the container's own, in its network; it is not published. */
export type Console =
  | { kind: "rcon"; port: number; password: string }
  | { kind: "stdin" }
  /** Runs in the container: `command` with the typed line as its last argument. */
  | { kind: "command"; command: readonly string[] };

export type WorkloadFailure = { status: WorkloadStatus; code: string; message: string };

export type AddressChange = { before: string; after: string; comesBack: boolean };

/** One kind of workload. Everything that differs between kinds is here; steps, watch and console are the same. */
export type WorkloadDefinition = {
  /** Stored with each workload and run. */
  kind: string;
  /** The words for one, and for what runs in it, in texts, as "service" and "program". */
  noun: string;
  program: string;
  /** `lightnode.role` of its containers. */
  role: string;
  /** Names of the volumes in its specs; their use of the disk is counted together. */
  volumes: readonly string[];
  /** Null when the kind's own records are missing. Called at each use: settings and secrets may have changed. */
  spec: (db: Sql, workload: Workload) => Promise<WorkloadSpec | null>;
  /** Makes the spec's image present where no registry has it, before it is looked for. */
  prepareImage?: (node: EngineNode) => Promise<void>;
  /** By kind of run. */
  plans: RunPlans;
  /** A run is in progress already. */
  busy: (options?: { cause?: unknown }) => AppError;
  /** It used more than its disk size; title of the failure that its owner sees. */
  diskFullTitle: string;
  /** Last statement of the transaction in which a run ends. */
  onRunEnded?: (tx: Tx, run: ClaimedRun, outcome: SagaOutcome) => Promise<void>;
  /** The address that clients use has changed: in the transaction that records it. */
  onAddressChanged?: (tx: Tx, workload: Workload, change: AddressChange) => Promise<void>;
  /** It stopped with an error and is not started again: in the transaction that records it. */
  onFailed?: (tx: Tx, workload: Workload, failure: WorkloadFailure) => Promise<void>;
  /** Where and how a change is published. */
  publication: (workload: Pick<Workload, "id" | "ownerId">, change: ResourceChange) => Publication;
};

/** Definitions by kind, as the worker has them. */
export type WorkloadKinds = ReadonlyMap<string, WorkloadDefinition>;

/** The plans of every workload, and those that a kind adds. */
export type RunPlans = Readonly<Record<RunKind, RunPlan>> & Readonly<Partial<Record<string, RunPlan>>>;

export type RunPlan = Plan<RunContext, WorkloadStatus>;

/** What the steps of one run work with. `reload` reads workload and spec again when a step may have changed them. */
export type RunContext = {
  run: ClaimedRun;
  definition: WorkloadDefinition;
  workload: Workload;
  spec: WorkloadSpec;
  node: EngineNode;
  engine: ContainerEngine;
  log: Logger;
};
