import { describe, expect, it } from "vitest";
import type { ServerEventView } from "@/lib/game-servers/contract";
import { isReserving, stepsOfLastRun } from "./run-stepper";

const run = "run_1";
const events = (...steps: [step: string, status: string, message?: string][]): ServerEventView[] =>
  steps.map(([step, status, message = ""], sequence) => ({
    at: new Date(sequence * 1000).toISOString(),
    run,
    step,
    status,
    message,
    durationMs: null,
    sequence,
  })) as ServerEventView[];

describe("the steps of a run", () => {
  it("mark the failed one, although it was undone afterwards like those before it", () => {
    const steps = stepsOfLastRun(
      events(
        ["reserve", "running"],
        ["reserve", "done"],
        ["pull", "running"],
        ["pull", "failed", "The registry does not answer."],
        ["pull", "undone"],
        ["reserve", "undone"],
      ),
      "failed",
    );
    expect(steps.map(({ step, status, message }) => [step, status, message])).toEqual([
      ["reserve", "undone", ""],
      ["pull", "failed", "The registry does not answer."],
    ]);
  });

  it("say that the address is being reserved until its step is done", () => {
    expect(isReserving([], "provisioning")).toBe(true);
    expect(isReserving(events(["reserve", "running"]), "provisioning")).toBe(true);
    expect(isReserving(events(["reserve", "running"], ["reserve", "done"]), "provisioning")).toBe(false);
    expect(isReserving([], "online")).toBe(false);
  });
});
