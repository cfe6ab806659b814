import type { RunKind, WorkloadStatus } from "../contract";

/**
 * What the reconciler does about one workload, comparing the state in the database with the engine's. Pure; only
 * called for workloads without a current run, since a run already changes them.
 */
export type Seen = "running" | "paused" | "stopped" | "absent";

export type Repair =
  | { do: "nothing" }
  /** The program ended: see decide-after-exit. */
  | { do: "exited" }
  /** It was paused by an operator, or by a worker that died before it ended the program. */
  | { do: "unpause" }
  | { do: "run"; kind: RunKind; status: WorkloadStatus; reason: string };

const run = (kind: RunKind, status: WorkloadStatus, reason: string): Repair => ({ do: "run", kind, status, reason });

export function decideRepair(status: WorkloadStatus, seen: Seen): Repair {
  switch (status) {
    case "online":
      if (seen === "running") return { do: "nothing" };
      if (seen === "paused") return { do: "unpause" };
      if (seen === "stopped") return { do: "exited" };
      return run("start", "starting", "The container was missing; it is created again.");
    case "starting":
      return run("start", "starting", "The start was left unfinished.");
    case "stopping":
      // A paused program does not react to a stop request.
      if (seen === "paused") return run("kill", "stopping", "The stop was left unfinished.");
      return run("stop", "stopping", "The stop was left unfinished.");
    case "provisioning":
      return run("create", "provisioning", "The set-up was left unfinished.");
    case "deleting":
      return run("delete", "deleting", "The deletion was left unfinished.");
    case "offline":
    case "crashed":
    case "failed":
      if (seen === "paused") return run("kill", "stopping", "It was paused on its machine, and should not run at all.");
      return seen === "running" ? run("stop", "stopping", "It ran although it should not.") : { do: "nothing" };
    case "suspended":
      if (seen === "stopped" || seen === "absent") return { do: "nothing" };
      return run("suspend", "suspended", "It ran although it is suspended.");
  }
}
