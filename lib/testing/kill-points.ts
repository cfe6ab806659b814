import { gameServer } from "@/lib/game-servers/game-server";
import type { Step } from "@/lib/provisioning/saga";
import type { RunKind } from "@/lib/workloads/contract";
import type { RunContext, RunPlans } from "@/lib/workloads/workload-definition";

/** A place in a run where something happens to its worker: around one step's acting or undoing. */
export type KillPoint = {
  kind: RunKind;
  step: string;
  phase: "act" | "undo";
  when: "before" | "after";
  /** The step that fails after it acted, so that there is something to undo. */
  failAt?: string;
};

/** The real plans with `happen` called at the point. */
export function plansWith(point: KillPoint, happen: () => unknown): RunPlans {
  const plan = gameServer.plans[point.kind];
  const steps = plan.steps.map((step) => wrapped(step, point, happen));
  return { ...gameServer.plans, [point.kind]: { ...plan, steps } };
}

/** The real plans with `happen` called once, however often the step is tried. */
export function interruptedAt(point: Omit<KillPoint, "phase">, happen: () => Promise<void>): RunPlans {
  let happened = false;
  return plansWith({ ...point, phase: "act" }, async () => {
    if (happened) return;
    happened = true;
    await happen();
  });
}

function wrapped(step: Step<RunContext>, point: KillPoint, happen: () => unknown): Step<RunContext> {
  const around = async <T>(phase: KillPoint["phase"], work: () => Promise<T>): Promise<T> => {
    const here = step.name === point.step && phase === point.phase;
    if (here && point.when === "before") await happen();
    const result = await work();
    if (here && point.when === "after") await happen();
    return result;
  };
  return {
    ...step,
    attempts: step.name === point.failAt ? 1 : step.attempts,
    act: (context, tools) =>
      around("act", async () => {
        const result = await step.act(context, tools);
        if (step.name === point.failAt) throw new Error(`broken after ${step.name}`);
        return result;
      }),
    undo: step.undo && ((context, tools) => around("undo", async () => step.undo?.(context, tools))),
  };
}
