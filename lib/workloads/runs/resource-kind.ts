import type { AppError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import type { Sql, Tx } from "@/lib/db/transaction";
import type { Journal, SagaOutcome, Step } from "@/lib/provisioning/saga";
import type { RunOptions } from "./run-options";

/** What runs work on: a workload, or an object that a feature keeps at a provider. */
export type Resource = { id: string; kind: string; ownerId: string };

/** What browsers learn of a resource; its kind says under which event and channel. */
export type ResourceChange =
  | { type: "status"; status: string; at: string }
  | {
      type: "step";
      run: string;
      step: string;
      status: string;
      message: string;
      at: string;
      /** 0..1, null while unknown. */
      progress: number | null;
      /** Position in the timeline; 0 for progress that is not in it. */
      sequence: number;
    };

export type Publication = { channels: string[]; event: string; data: Record<string, unknown> };

export type ClaimedRun = {
  id: string;
  resourceKind: string;
  resourceId: string;
  /** Null: the run needs no machine. */
  nodeId: string | null;
  /** One of the plans of the resource's kind. */
  kind: string;
  state: "running" | "compensating";
  epoch: number;
  cancelled: boolean;
  createdAt: Date;
  startedAt: Date;
  reason: string | null;
  /** Kept on the resource when the run has succeeded. */
  failure: RunFailure | null;
};

export type RunFailure = { code: string; message: string };

/** How a kind of run ends. */
export type PlanEnd<Status extends string> = {
  /** State after success; null: the resource is deleted. */
  success: Status | null;
  /** State after failure, once everything is undone. */
  failure: Status;
  /** Only removes things: tried until it succeeds, since a deletion must not stay half done. */
  persistent: boolean;
  /** Waits while what it needs is unavailable, then starts again with its first step. */
  waits: boolean;
  /** Timeline entry at success. */
  message: string;
};

/** What a kind of run does and how it ends. */
export type Plan<Context, Status extends string> = PlanEnd<Status> & { steps: readonly Step<Context>[] };

export type SagaTools = {
  journal: Journal;
  signal: AbortSignal;
  cancel: AbortSignal;
  resume: "forward" | "compensate";
  isInterruption: (error: unknown) => boolean;
};

/** One claimed run with its resource. The methods with `tx` are statements of the transaction in which the run ends. */
export type OpenRun = {
  run: ClaimedRun;
  resource: Resource;
  plan: PlanEnd<string>;
  execute(tools: SagaTools): Promise<SagaOutcome>;
  /** The resource's state now; null when it was deleted. */
  status(db: Sql): Promise<string | null>;
  setOutcome(tx: Tx, status: string, failure: RunFailure | null): Promise<void>;
  /** Deletes the resource's row; nothing of it is left outside the database. */
  remove(tx: Tx): Promise<void>;
  /** Begins the run that was requested meanwhile; the state was set at the request. Null: the resource was deleted. */
  beginFollowUp(tx: Tx, kind: string, options: RunOptions): Promise<string | null>;
  onRunEnded?(tx: Tx, outcome: SagaOutcome): Promise<void>;
  onFailed?(tx: Tx, failure: RunFailure & { status: string }): Promise<void>;
};

/** One kind of resource, as the worker that does its runs knows it. */
export type ResourceKind = {
  /** Stored with each resource and run. */
  kind: string;
  /** A run is in progress already. */
  busy: (options?: { cause?: unknown }) => AppError;
  /** Where and how a change is published. */
  publication: (resource: Pick<Resource, "id" | "ownerId">, change: ResourceChange) => Publication;
  /** Null when the resource was deleted. */
  openRun: (run: ClaimedRun, log: Logger) => Promise<OpenRun | null>;
};

export type ResourceKinds = ReadonlyMap<string, ResourceKind>;
