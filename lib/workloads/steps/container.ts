import { isAppError } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { markPortsBound } from "@/lib/nodes/ports/ports";
import type { Step } from "@/lib/provisioning/saga";
import { objectNames } from "../container-spec";
import { announceAddress } from "../work/announce-address";
import { currentSpec } from "../work/context";
import { comeBackToPorts, replaceWhatIsTaken } from "../work/replace-taken";
import { ensureStorage } from "../work/storage";
import type { RunContext } from "../workload-definition";

/** Steps on the container itself. Each may run twice. */
const second = 1000;

/** Makes the container again, with the present settings, size and ports; the volumes stay. */
async function makeContainer(context: RunContext, signal: AbortSignal): Promise<void> {
  const spec = await currentSpec(context);
  if (await context.engine.inspect(spec.name, { signal })) {
    await context.engine.stop(spec.name, spec.stopTimeoutSeconds, { signal });
    await context.engine.remove(spec.name, { signal });
  }
  // Not abortable: an interrupted create could take effect after its undo.
  await context.engine.createContainer(spec);
}

export const create: Step<RunContext> = {
  name: "create",
  timeoutMs: 120 * second,
  attempts: 3,
  async act(context, { signal }) {
    await makeContainer(context, signal);
    return undefined;
  },
  undo: (context, { signal }) => context.engine.remove(objectNames.container(context.workload.id), { signal }),
};

/** For workloads that exist, whose start makes the container again: volumes and network too. A start that fails keeps it. */
export const ensure: Step<RunContext> = {
  ...create,
  async act(context, tools) {
    await ensureStorage(context, tools.signal);
    const notes = await comeBackToPorts(context, tools.signal);
    await create.act(context, tools);
    return { message: notes.join(" ") };
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
