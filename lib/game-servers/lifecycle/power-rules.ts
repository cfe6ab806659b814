import type { RunKind } from "@/lib/workloads/contract";
import type { PowerAction, ServerStatus } from "../contract";

/**
 * What a power action means in each state. Pure; the table in power-rules.test.ts is the specification.
 * `nothing`: the server is already as asked. `interrupt`: the current run is cancelled first.
 */
export type PowerDecision =
  | { do: "run"; kind: RunKind; status: ServerStatus; wantRunning: boolean; interrupt: boolean }
  | { do: "nothing" }
  | { do: "refuse"; code: "server_busy" | "server_suspended" | "wrong_state"; detail: string };

const run = (kind: RunKind, status: ServerStatus, wantRunning: boolean, interrupt: boolean): PowerDecision => ({
  do: "run",
  kind,
  status,
  wantRunning,
  interrupt,
});

const interruptible: readonly string[] = ["start", "restart", "stop", "kill"];

export function decidePower(action: PowerAction, status: ServerStatus, inHand: string | null): PowerDecision {
  if (status === "suspended")
    return { do: "refuse", code: "server_suspended", detail: "It cannot be started or stopped." };
  if (status === "deleting") return { do: "refuse", code: "wrong_state", detail: "The server is being deleted." };
  if (status === "failed") {
    return { do: "refuse", code: "wrong_state", detail: "The server could not be set up: retry or delete it." };
  }
  if (status === "provisioning" || (inHand && !interruptible.includes(inHand))) {
    return { do: "refuse", code: "server_busy", detail: "The server is being set up." };
  }
  const interrupt = inHand !== null;
  switch (action) {
    case "start":
      if (status === "online" || status === "starting") return { do: "nothing" };
      if (interrupt) return { do: "refuse", code: "server_busy", detail: "The server is still stopping." };
      return run("start", "starting", true, false);
    case "stop":
      if (status === "offline" || status === "stopping") return { do: "nothing" };
      return run("stop", "stopping", false, interrupt);
    case "restart":
      if (interrupt) return { do: "refuse", code: "server_busy", detail: "The server is starting or stopping." };
      return status === "online" ? run("restart", "starting", true, false) : run("start", "starting", true, false);
    case "kill":
      if (status === "offline" || inHand === "kill") return { do: "nothing" };
      return run("kill", "stopping", false, interrupt);
  }
}
