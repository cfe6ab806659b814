import type { RunKind, WorkloadStatus } from "../contract";
import { create, ensure, kill, remove, start, stop } from "../steps/container";
import { install } from "../steps/install";
import { pull } from "../steps/pull";
import { ready } from "../steps/ready";
import { release, reserve } from "../steps/reserve";
import { storage, storageKept, wipe } from "../steps/storage";
import type { RunPlan } from "../workload-definition";

/**
 * The plans that every container has. Only a create fails while the engine is unreachable: a retry may find another
 * machine.
 */
export function containerPlans(noun: string): Record<RunKind, RunPlan> {
  return {
    create: {
      steps: [reserve, pull, storage, install, create, start, ready],
      success: "online",
      failure: "failed",
      persistent: false,
      waits: false,
      message: `The ${noun} is online.`,
    },
    reinstall: {
      steps: [stop, remove, wipe, pull, storageKept, install, create, start, ready],
      success: "online",
      failure: "failed",
      persistent: false,
      waits: true,
      message: `The ${noun} is set up again and online.`,
    },
    start: {
      steps: [ensure, start, ready],
      success: "online",
      failure: "crashed",
      persistent: false,
      waits: true,
      message: `The ${noun} is online.`,
    },
    restart: {
      steps: [stop, ensure, start, ready],
      success: "online",
      failure: "crashed",
      persistent: false,
      waits: true,
      message: `The ${noun} is online again.`,
    },
    stop: ending([stop], "offline", `The ${noun} is stopped.`),
    kill: ending([kill], "offline", `The ${noun} was killed.`),
    suspend: ending([stop], "suspended", `The ${noun} is suspended.`),
    delete: {
      steps: [stop, remove, wipe, release],
      success: null,
      failure: "deleting",
      persistent: true,
      waits: true,
      message: `The ${noun} is deleted.`,
    },
  };
}

function ending(steps: RunPlan["steps"], status: WorkloadStatus, message: string): RunPlan {
  return { steps, success: status, failure: status, persistent: true, waits: true, message };
}
