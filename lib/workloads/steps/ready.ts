import type { Step } from "@/lib/provisioning/saga";
import { objectNames } from "../container-spec";
import { waitUntilReady } from "../readiness/wait-until-ready";
import type { RunContext } from "../workload-definition";

const second = 1000;

/** Waits until the program itself is ready, as the spec's readiness determines it. */
export const ready: Step<RunContext> = {
  name: "ready",
  // It has its own deadline; this one ends a probe that hangs.
  timeoutMs: ({ spec }) => spec.readiness.timeoutMs + 60 * second,
  async act(context, { signal, progress }) {
    // A run that another worker began: the machine may have been restarted since, and the program ended with it.
    if (context.run.epoch > 1) await context.engine.start(objectNames.container(context.workload.id), { signal });
    return { message: await waitUntilReady(context, signal, progress) };
  },
};
