import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { provisioningErrors } from "./errors";
import { type Journal, runSaga, type SagaOutcome, type Step, type StepStatus } from "./saga";

/** The journal of a run that outlives its workers; each write may be the one that never happens. */
class MemoryJournal implements Journal {
  readonly statuses = new Map<string, StepStatus>();
  readonly log: string[] = [];
  state: "running" | "compensating" = "running";
  /** Writes left until the worker dies; infinite: it lives. */
  writesLeft = Number.POSITIVE_INFINITY;

  async steps(): Promise<Map<string, StepStatus>> {
    return new Map(this.statuses);
  }
  async begin(step: string, _ordinal: number, attempt: number): Promise<void> {
    this.#write(step, "running", attempt > 1 ? ` ${attempt}` : "");
  }
  async end(step: string, status: "done" | "skipped"): Promise<void> {
    this.#write(step, status);
  }
  async fail(step: string): Promise<void> {
    this.#write(step, "failed");
  }
  async compensating(): Promise<void> {
    this.#spend();
    this.state = "compensating";
  }
  async undone(step: string): Promise<void> {
    this.#write(step, "undone");
  }
  async undoFailed(step: string): Promise<void> {
    this.#write(step, "undo_failed");
  }
  async restartLater(): Promise<void> {
    this.#spend();
    for (const [step, status] of this.statuses) if (status === "done") this.statuses.set(step, "undone");
  }
  progress(): void {}

  #write(step: string, status: StepStatus, note = ""): void {
    this.#spend();
    this.statuses.set(step, status);
    this.log.push(`${step} ${status}${note}`);
  }
  #spend(): void {
    if (this.writesLeft-- <= 0) throw new WorkerDied();
  }
}

class WorkerDied extends Error {}

/** What steps make; a step makes the thing of its own name. */
type World = { things: Set<string>; acted: string[] };
const world = (): World => ({ things: new Set(), acted: [] });

function making(name: string, changes: Partial<Step<World>> = {}): Step<World> {
  return {
    name,
    timeoutMs: 1_000,
    async act({ things, acted }) {
      acted.push(name);
      things.add(name);
      return undefined;
    },
    async undo({ things, acted }) {
      acted.push(`undo ${name}`);
      things.delete(name);
    },
    ...changes,
  };
}
const failing = (error: unknown) => async (): Promise<undefined> => {
  throw error;
};
const forever = () => new AbortController().signal;

function run(steps: Step<World>[], context: World, journal: Journal, more: object = {}): Promise<SagaOutcome> {
  return runSaga({ steps, context, journal, signal: forever(), ...more });
}

describe("a saga", () => {
  it("does its steps in order, and each only once", async () => {
    const [context, journal] = [world(), new MemoryJournal()];
    const steps = [making("a"), making("b", { act: async () => ({ status: "skipped" }) }), making("c")];
    expect(await run(steps, context, journal)).toEqual({ state: "succeeded" });
    expect(journal.log).toEqual(["a running", "a done", "b running", "b skipped", "c running", "c done"]);
    expect(await run(steps, context, journal)).toEqual({ state: "succeeded" });
    expect(context.acted).toEqual(["a", "c"]);
  });

  it("undoes what was begun, in reverse, also the step that failed, and not what was never begun", async () => {
    const [context, journal, error] = [world(), new MemoryJournal(), new Error("no")];
    const steps = [making("a"), making("b"), making("c", { act: failing(error) }), making("d")];
    expect(await run(steps, context, journal)).toEqual({ state: "failed", error });
    expect(context.acted).toEqual(["a", "b", "undo c", "undo b", "undo a"]);
    expect(context.things.size).toBe(0);
    expect(journal.statuses.get("d")).toBeUndefined();
  });

  it("stops undoing at what cannot be undone yet, and goes on there later", async () => {
    const [context, journal] = [world(), new MemoryJournal()];
    let away = true;
    const stubborn = making("b", {
      undo: async ({ things }) => {
        if (away) throw provisioningErrors.engine_unavailable();
        things.delete("b");
      },
    });
    const steps = [making("a"), stubborn, making("c", { act: failing(new Error("no")) })];
    expect(await run(steps, context, journal)).toMatchObject({ state: "compensating" });
    expect(context.things).toEqual(new Set(["a", "b"]));
    away = false;
    expect(await run(steps, context, journal, { resume: "compensate" })).toMatchObject({ state: "failed" });
    expect(context.things.size).toBe(0);
  });

  it("tries again what may succeed later, and nothing else", async () => {
    const trying = (error: unknown) => {
      let left = 2;
      return making("a", {
        attempts: 3,
        act: async () => {
          if (left-- > 0) throw error;
          return undefined;
        },
      });
    };
    const lucky = new MemoryJournal();
    expect(await run([trying(provisioningErrors.engine_unavailable())], world(), lucky)).toEqual({
      state: "succeeded",
    });
    expect(lucky.log).toEqual(["a running", "a running 2", "a running 3", "a done"]);
    const defect = new MemoryJournal();
    expect(await run([trying(new Error("defect"))], world(), defect)).toMatchObject({ state: "failed" });
    expect(defect.log.slice(0, 2)).toEqual(["a running", "a failed"]);
  });

  it("ends a step at its deadline, waits for the call it was in, and only then undoes", async () => {
    const context = world();
    const slow = making("a", {
      timeoutMs: 30,
      act: async ({ things, acted }) => {
        await new Promise((resolve) => setTimeout(resolve, 120));
        things.add("a");
        acted.push("a took effect");
        return undefined;
      },
    });
    const outcome = await run([slow], context, new MemoryJournal());
    expect(outcome).toMatchObject({ state: "failed", error: { code: "engine_timeout" } });
    expect(context.acted).toEqual(["a took effect", "undo a"]);
    expect(context.things.size).toBe(0);
  });

  it("ends an undo at its deadline and leaves it for later", async () => {
    const stuck = making("a", { act: failing(new Error("no")), undo: () => new Promise(() => {}), undoTimeoutMs: 30 });
    expect(await run([stuck], world(), new MemoryJournal())).toMatchObject({ state: "compensating" });
  });

  it("undoes when the owner gives up, also what had been done", async () => {
    const [context, cancel] = [world(), new AbortController()];
    const reason = new Error("given up");
    const waiting = making("b", {
      act: (_context, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          cancel.abort(reason);
        }),
    });
    const outcome = await run([making("a"), waiting], context, new MemoryJournal(), { cancel: cancel.signal });
    expect(outcome).toEqual({ state: "failed", error: reason });
    expect(context.things.size).toBe(0);
  });

  it("begins no step that was cancelled while its begin was written", async () => {
    const [context, journal, cancel] = [world(), new MemoryJournal(), new AbortController()];
    const begin = journal.begin.bind(journal);
    journal.begin = async (step, ordinal, attempt) => {
      await begin(step, ordinal, attempt);
      if (step === "b") cancel.abort(new Error("given up"));
    };
    const outcome = await run([making("a"), making("b")], context, journal, { cancel: cancel.signal });
    expect(outcome.state).toBe("failed");
    expect(context.acted).toEqual(["a", "undo b", "undo a"]);
    expect(context.things.size).toBe(0);
  });

  it("leaves everything as it is when the worker stops or an interruption comes", async () => {
    const [context, journal, stop] = [world(), new MemoryJournal(), new AbortController()];
    const stopping = making("b", {
      act: async () => {
        stop.abort(new Error("stopping"));
        throw new Error("cut off");
      },
    });
    await expect(run([making("a"), stopping], context, journal, { signal: stop.signal })).rejects.toThrow("stopping");
    expect(journal.state).toBe("running");
    expect(context.things).toEqual(new Set(["a"]));
    const interrupted = [making("a"), making("b", { act: failing(new WorkerDied()) })];
    const isInterruption = (error: unknown) => error instanceof WorkerDied;
    await expect(run(interrupted, world(), new MemoryJournal(), { isInterruption })).rejects.toThrow(WorkerDied);
  });
});

describe("a failure that only time ends", () => {
  const away = new Error("away");
  const isWorthWaiting = (error: unknown) => error === away;

  it("waits with nothing undone, and begins with the first step when it is called again", async () => {
    const [context, journal] = [world(), new MemoryJournal()];
    let isUnreachable = true;
    const steps = [making("a"), making("b", { act: async () => (isUnreachable ? Promise.reject(away) : undefined) })];
    expect(await run(steps, context, journal, { isWorthWaiting })).toEqual({ state: "waiting", error: away });
    expect(journal.state).toBe("running");
    expect(context.things).toEqual(new Set(["a"]));
    isUnreachable = false;
    expect(await run(steps, context, journal, { isWorthWaiting })).toEqual({ state: "succeeded" });
    expect(context.acted).toEqual(["a", "a"]);
  });

  it("is undone when the owner gave up", async () => {
    const [context, journal, cancel] = [world(), new MemoryJournal(), new AbortController()];
    const giveUp = making("b", {
      act: async () => {
        cancel.abort(new Error("given up"));
        throw away;
      },
    });
    const outcome = await run([making("a"), giveUp], context, journal, { isWorthWaiting, cancel: cancel.signal });
    expect(outcome.state).toBe("failed");
    expect(context.things).toEqual(new Set());
  });
});

describe("a saga whose workers die at any write of the journal", () => {
  const names = ["a", "b", "c", "d"];
  const isInterruption = (error: unknown) => error instanceof WorkerDied;

  it("ends with all made, or with nothing left", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(6), { maxLength: 8 }), fc.option(fc.nat(3)), async (lives, failAt) => {
        const [context, journal] = [world(), new MemoryJournal()];
        const steps = names.map((name, index) =>
          making(name, {
            act: async ({ things }) => {
              things.add(name);
              if (index === failAt) throw new Error("broken after it acted");
              return undefined;
            },
          }),
        );
        let outcome: SagaOutcome | null = null;
        for (const writes of [...lives, Number.POSITIVE_INFINITY]) {
          journal.writesLeft = writes;
          const resume = journal.state === "compensating" ? "compensate" : "forward";
          outcome = await run(steps, context, journal, { resume, isInterruption }).catch((error) => {
            if (error instanceof WorkerDied) return null;
            throw error;
          });
          if (outcome) break;
        }
        expect(outcome?.state).toBe(failAt === null ? "succeeded" : "failed");
        expect([...context.things].sort()).toEqual(failAt === null ? names : []);
      }),
    );
  });
});
