import { describe, expect, it } from "vitest";
import { type RunKind, runKinds } from "@/lib/workloads/contract";
import { type PowerAction, powerActions, type ServerStatus, serverStatuses } from "../contract";
import { decidePower } from "./power-rules";

function decided(action: PowerAction, status: ServerStatus, inHand: RunKind | null): string {
  const decision = decidePower(action, status, inHand);
  if (decision.do === "nothing") return "nothing";
  if (decision.do === "refuse") return decision.code;
  const wish = decision.wantRunning ? "wanted" : "unwanted";
  return [decision.kind, decision.status, wish, ...(decision.interrupt ? ["interrupts"] : [])].join(" ");
}

const startIt = "start starting wanted";
const stopIt = "stop stopping unwanted";
const killIt = "kill stopping unwanted";
const refusedAlike = (code: string) => ({ start: code, stop: code, restart: code, kill: code });

/** The specification: state, run in hand, and what each action then means. */
const table: [ServerStatus, RunKind | null, Record<PowerAction, string>][] = [
  ["online", null, { start: "nothing", stop: stopIt, restart: "restart starting wanted", kill: killIt }],
  ["offline", null, { start: startIt, stop: "nothing", restart: startIt, kill: "nothing" }],
  ["crashed", null, { start: startIt, stop: stopIt, restart: startIt, kill: killIt }],
  [
    "starting",
    "start",
    { start: "nothing", stop: `${stopIt} interrupts`, restart: "server_busy", kill: `${killIt} interrupts` },
  ],
  [
    "starting",
    "restart",
    { start: "nothing", stop: `${stopIt} interrupts`, restart: "server_busy", kill: `${killIt} interrupts` },
  ],
  ["stopping", "stop", { start: "server_busy", stop: "nothing", restart: "server_busy", kill: `${killIt} interrupts` }],
  ["stopping", "kill", { start: "server_busy", stop: "nothing", restart: "server_busy", kill: "nothing" }],
  ["provisioning", "create", refusedAlike("server_busy")],
  ["provisioning", "reinstall", refusedAlike("server_busy")],
  ["suspended", null, refusedAlike("server_suspended")],
  ["suspended", "suspend", refusedAlike("server_suspended")],
  ["deleting", "delete", refusedAlike("wrong_state")],
  ["deleting", "start", refusedAlike("wrong_state")],
  ["failed", null, refusedAlike("wrong_state")],
  ["failed", "create", refusedAlike("wrong_state")],
];

describe("power actions", () => {
  const cases = table.flatMap(([status, inHand, row]) =>
    powerActions.map((action) => [action, status, inHand, row[action]] as const),
  );
  it.each(cases)("%s when %s with %s in hand: %s", (action, status, inHand, expected) => {
    expect(decided(action, status, inHand)).toBe(expected);
  });

  it("never give up a run that creates, reinstalls or deletes, and never start what is suspended", () => {
    for (const status of serverStatuses) {
      for (const inHand of [null, ...runKinds]) {
        for (const action of powerActions) {
          const decision = decidePower(action, status, inHand);
          if (decision.do !== "run") continue;
          expect(["provisioning", "suspended", "deleting", "failed"]).not.toContain(status);
          expect(["create", "reinstall", "delete", "suspend"]).not.toContain(inHand);
          expect(decision.interrupt).toBe(inHand !== null);
          expect(decision.wantRunning).toBe(decision.kind === "start" || decision.kind === "restart");
        }
      }
    }
  });
});
