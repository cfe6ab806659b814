import { describe, expect, it } from "vitest";
import { english } from "@/components/testing/english";
import type { TimelineEntry } from "@/lib/workloads/contract";
import { lastRun } from "./run-steps";
import { isReserving, serverWords } from "./server-words";

type Line = [step: string, status: string, message?: string];

const events = (run: string, ...steps: Line[]): TimelineEntry[] =>
  steps.map(([step, status, message = ""], sequence) => ({
    at: new Date(sequence * 1000).toISOString(),
    run,
    step,
    status,
    message,
    durationMs: status === "succeeded" ? 4_900 : null,
    sequence,
  }));

const shown = (list: TimelineEntry[], status: string) => lastRun(list, status, serverWords(english("runs")));
const names = (list: TimelineEntry[], status: string) =>
  shown(list, status)?.steps.map(({ step, status: state }) => `${step} ${state}`);

describe("the steps of a run", () => {
  it("mark the failed one, although it was undone afterwards like those before it, and name what was undone", () => {
    const run = shown(
      events(
        "run_1",
        ["accept", "done"],
        ["reserve", "running"],
        ["reserve", "done"],
        ["pull", "running"],
        ["pull", "failed", "The registry does not answer."],
        ["pull", "undone"],
        ["reserve", "undone"],
        ["create", "failed", "The registry does not answer."],
      ),
      "failed",
    );
    expect(run?.steps.map(({ step, status, message }) => [step, status, message])).toEqual([
      ["reserve", "undone", ""],
      ["pull", "failed", "The registry does not answer."],
    ]);
    expect(run?.undone).toEqual(["the port was released"]);
    expect(run?.end).toMatchObject({ kind: "create", status: "failed" });
  });

  it("are not changed by the end of a run whose kind has the name of a step", () => {
    const lines: Line[] = [
      ["ensure", "running"],
      ["ensure", "done"],
      ["start", "running"],
      ["start", "done"],
      ["ready", "running"],
    ];
    const failed = events(
      "run_1",
      ...lines,
      ["ready", "failed", "No answer."],
      ["start", "undone"],
      ["start", "failed"],
    );
    expect(names(failed, "crashed")).toEqual(["ensure done", "start undone", "ready failed"]);
    expect(shown(failed, "crashed")?.end).toMatchObject({ kind: "start", status: "failed" });
    const done = events("run_1", ...lines, ["ready", "done"], ["start", "succeeded"]);
    expect(names(done, "online")).toEqual(["ensure done", "start done", "ready done"]);
    expect(shown(done, "online")?.end).toMatchObject({ kind: "start", status: "succeeded", durationMs: 4_900 });
  });

  it.each([
    ["provisioning", [], "reserve pull storage install create start ready"],
    ["provisioning", [["stop", "running"]], "stop remove wipe pull storage install create start ready"],
    ["starting", [], "ensure start ready"],
    ["starting", [["stop", "running"]], "stop ensure start ready"],
    ["stopping", [["kill", "running"]], "kill"],
    ["deleting", [["stop", "running"]], "stop remove wipe release"],
  ] as [string, Line[], string][])("include those to come: %s %j", (status, lines, expected) => {
    const steps = shown(events("run_1", ...lines), status)?.steps ?? [];
    expect(steps.map(({ step }) => step).join(" ")).toBe(expected);
  });

  it("are those to come when the state says that a new run was accepted, not those of the run before", () => {
    const before = events("run_1", ["ensure", "running"], ["ensure", "done"], ["start", "succeeded"]);
    expect(names(before, "stopping")).toEqual(["stop waiting"]);
    expect(shown(before, "stopping")).toMatchObject({ id: null, end: null });
  });

  it("have the time between begin and end where the event has none", () => {
    const [step] = shown(events("run_1", ["pull", "running"], ["pull", "done"]), "online")?.steps ?? [];
    expect(step?.durationMs).toBe(1_000);
  });

  it("are none without a run", () => {
    expect(shown([], "online")).toBeNull();
  });
});

it("the address is being reserved until its step is done", () => {
  expect(isReserving(english("runs"), [], "provisioning")).toBe(true);
  expect(isReserving(english("runs"), events("run_1", ["reserve", "running"]), "provisioning")).toBe(true);
  expect(
    isReserving(english("runs"), events("run_1", ["reserve", "running"], ["reserve", "done"]), "provisioning"),
  ).toBe(false);
  expect(isReserving(english("runs"), [], "online")).toBe(false);
});
