import { describe, expect, it } from "vitest";
import { type WorkloadStatus, workloadStatuses } from "../contract";
import { decideRepair, type Seen } from "./decide-repair";

const kept = "nothing";

/** What is done about each state, by what the engine has: `kind → state`. */
const table: Record<WorkloadStatus, Record<Seen, string>> = {
  provisioning: {
    paused: "create → provisioning",
    running: "create → provisioning",
    stopped: "create → provisioning",
    absent: "create → provisioning",
  },
  online: { paused: "unpause", running: kept, stopped: "exited", absent: "start → starting" },
  starting: {
    paused: "start → starting",
    running: "start → starting",
    stopped: "start → starting",
    absent: "start → starting",
  },
  stopping: {
    paused: "kill → stopping",
    running: "stop → stopping",
    stopped: "stop → stopping",
    absent: "stop → stopping",
  },
  deleting: {
    paused: "delete → deleting",
    running: "delete → deleting",
    stopped: "delete → deleting",
    absent: "delete → deleting",
  },
  offline: { paused: "kill → stopping", running: "stop → stopping", stopped: kept, absent: kept },
  crashed: { paused: "kill → stopping", running: "stop → stopping", stopped: kept, absent: kept },
  failed: { paused: "kill → stopping", running: "stop → stopping", stopped: kept, absent: kept },
  suspended: { paused: "suspend → suspended", running: "suspend → suspended", stopped: kept, absent: kept },
};

describe("a server without a run in hand", () => {
  const cases = workloadStatuses.flatMap((status) =>
    (["running", "paused", "stopped", "absent"] as const).map((seen) => [status, seen, table[status][seen]] as const),
  );
  it.each(cases)("%s, %s at the engine: %s", (status, seen, expected) => {
    const repair = decideRepair(status, seen);
    expect(repair.do === "run" ? `${repair.kind} → ${repair.status}` : repair.do).toBe(expected);
    if (repair.do === "run") expect(repair.reason).not.toBe("");
  });
});
