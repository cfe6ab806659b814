import { isAppError } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { markPortsBound } from "@/lib/nodes/ports/ports";
import { labels } from "@/lib/provisioning/engine";
import type { Step } from "@/lib/provisioning/saga";
import { objectNames } from "../container-spec";
import { announceAddress } from "../work/announce-address";
import { currentSpec } from "../work/context";
import { comeBackToPorts, replaceWhatIsTaken } from "../work/replace-taken";
import { ensureStorage } from "../work/storage";
import type { RunContext } from "../workload-definition";

/** Steps on the container itself. Each may run twice. */
const second = 1000;

/** Makes the container, or keeps the one there is when it is made from the same things. */
async function ensureContainer(context: RunContext, signal: AbortSignal): Promise<"kept" | "created"> {
  const spec = await currentSpec(context);
  const existing = await context.engine.inspect(spec.name, { signal });
  if (existing && existing.labels[labels.spec] === spec.labels[labels.spec]) return "kept";
  if (existing) {
    await context.engine.stop(spec.name, spec.stopTimeoutSeconds, { signal });
    await context.engine.remove(spec.name, { signal });
  }
  // Not abortable: an interrupted create could take effect after its undo.
  await context.engine.createContainer(spec);
  return "created";
}

export const create: Step<RunContext> = {
  name: "create",
  timeoutMs: 120 * second,
  attempts: 3,
  async act(context, { signal }) {
    const outcome = await ensureContainer(context, signal);
    return { message: outcome === "kept" ? "The container is as it should be" : "" };
  },
  undo: (context, { signal }) => context.engine.remove(objectNames.container(context.workload.id), { signal }),
};

/** For workloads that exist: makes volumes and network present too, and keeps the container when the start fails. */
export const ensure: Step<RunContext> = {
  ...create,
  async act(context, tools) {
    await ensureStorage(context, tools.signal);
    const notes = await comeBackToPorts(context, tools.signal);
    const result = await create.act(context, tools);
    return { message: [...notes, result?.message ?? ""].join(" ").trim() };
  },
  undo: undefined,
};

/** Starts the container; a port or network that the engine refuses is replaced, and the container made again. */
export const start: Step<RunContext> = {
  name: "start",
  timeoutMs: 90 * second,
  attempts: 3,
  async act(context, { signal }) {
    const notes: string[] = [];
    const name = objectNames.container(context.workload.id);
    for (let tries = 0; ; tries++) {
      try {
        await context.engine.start(name, { signal });
        break;
      } catch (error) {
        if (!isAppError(error) || tries >= 5) throw error;
        notes.push(await replaceWhatIsTaken(context, error, signal));
        await context.engine.remove(name, { signal });
        await context.engine.createContainer(await currentSpec(context));
      }
    }
    await markPortsBound(sql(), context.workload.id);
    await announceAddress(context);
    return { message: notes.join(" ") };
  },
  async undo(context, { signal }) {
    await context.engine.stop(objectNames.container(context.workload.id), 10, { signal });
  },
};

/** Asks the program to save and stop, then makes sure that it did. */
export const stop: Step<RunContext> = {
  name: "stop",
  timeoutMs: ({ spec }) => (spec.stop.timeoutSeconds + 60) * second,
  async act(context, { signal }) {
    const { spec, workload, engine } = context;
    await engine.stop(objectNames.container(workload.id), spec.stop.timeoutSeconds, { signal });
    return undefined;
  },
};

export const kill: Step<RunContext> = {
  name: "kill",
  timeoutMs: 60 * second,
  async act(context, { signal }) {
    await context.engine.kill(objectNames.container(context.workload.id), { signal });
    return undefined;
  },
};

/** Removes the containers, keeping the volumes. */
export const remove: Step<RunContext> = {
  name: "remove",
  timeoutMs: 60 * second,
  async act(context, { signal }) {
    await context.engine.remove(objectNames.installContainer(context.workload.id), { signal });
    await context.engine.remove(objectNames.container(context.workload.id), { signal });
    return undefined;
  },
};
