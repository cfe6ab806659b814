import { isAppError } from "@/lib/core/errors";
import { formatAddress } from "@/lib/core/units";
import { sql, transaction } from "@/lib/db/transaction";
import { freePorts, markPortsBound, markPortsDraining, portsOf } from "@/lib/nodes/ports";
import { isPortFree } from "@/lib/nodes/probe-port";
import { giveBackCapacity } from "@/lib/nodes/reserve-place";
import { type ContainerSpec, labels } from "@/lib/provisioning/engine";
import { provisioningErrors } from "@/lib/provisioning/errors";
import type { Step } from "@/lib/provisioning/saga";
import { buildInstallSpec, objectNames } from "../container-spec";
import { announceAddress } from "./announce-address";
import { currentSpec, type RunContext, reload } from "./context";
import { comeBackToPorts, replaceWhatIsTaken, takeNextPort } from "./replace-taken";
import { ensureStorage, removeStorage } from "./server-storage";
import { waitUntilReady } from "./wait-until-ready";

/**
 * The steps that runs are made of. Each may run twice, and each that creates something declares its undo; plans.ts
 * combines them.
 */
type ServerStep = Step<RunContext>;

const second = 1000;

/**
 * Makes sure that the reserved ports are really free on the machine; a taken one is set aside and the next one used.
 */
export const reserve: ServerStep = {
  name: "reserve",
  timeoutMs: 10 * second,
  attempts: 3,
  async act(context) {
    const swapped: string[] = [];
    for (const held of await portsOf(sql(), context.server.id)) {
      if (context.node.dockerHost !== null) break;
      let { port } = held;
      while (!(await isPortFree(held.bindAddress, port, held.protocol))) {
        const next = await takeNextPort(context, { ...held, port });
        swapped.push(`${port} is taken by another program; ${next} is used instead.`);
        port = next;
      }
    }
    await reload(context);
    const { publicAddress, gamePort } = context.server;
    const address = publicAddress && gamePort !== null ? formatAddress(publicAddress, gamePort) : "";
    return { message: [...swapped, address].join(" ").trim() };
  },
  async undo(context, { signal }) {
    const { id } = context.server;
    await markPortsDraining(sql(), id);
    // The undo of the later steps removed the container; the ports are free only when the engine confirms it. If no
    // step that creates one was ever begun the check is skipped: an unreachable engine must not block the release.
    const left = (await mayHaveContainer(id)) && (await context.engine.inspect(objectNames.container(id), { signal }));
    if (left) throw provisioningErrors.engine_refused({ detail: "The container still uses the ports." });
    await releasePlace(id);
  },
};

/** Whether any run of this server ever began a step that makes a container with its ports. */
async function mayHaveContainer(serverId: string): Promise<boolean> {
  const row = await sql().row(
    `SELECT 1 FROM run_step s JOIN provisioning_run r ON r.id = s.run_id
     WHERE r.server_id = $1 AND s.step IN ('create', 'start') LIMIT 1`,
    [serverId],
  );
  return row !== null;
}

/** Releases ports and capacity, once; safe to repeat. */
async function releasePlace(serverId: string): Promise<void> {
  await transaction(async (tx) => {
    await freePorts(tx, serverId);
    const held = await tx.row<{ nodeId: string; memoryMb: number; cpuMilli: number; diskMb: number }>(
      `UPDATE server SET holds_capacity = false, node_id = NULL, address_id = NULL, public_address = NULL, game_port = NULL,
         network_number = NULL, placement = NULL
       FROM (SELECT id, node_id, memory_mb, cpu_milli, disk_mb FROM server WHERE id = $1 AND holds_capacity FOR UPDATE) old
       WHERE server.id = old.id
       RETURNING old.node_id AS "nodeId", old.memory_mb AS "memoryMb", old.cpu_milli AS "cpuMilli", old.disk_mb AS "diskMb"`,
      [serverId],
    );
    if (held?.nodeId) await giveBackCapacity(tx, held.nodeId, held);
  });
}

/** Pulls the game's image if needed and records its content id, from which containers are created. */
export const pull: ServerStep = {
  name: "pull",
  timeoutMs: ({ template }) => template.spec.pullTimeoutMs,
  timeoutError: (_, timeoutMs) =>
    provisioningErrors.image_pull_timeout({ detail: `It took longer than ${Math.round(timeoutMs / second)} s.` }),
  attempts: 3,
  async act(context, { signal, progress }) {
    const { template, engine, server } = context;
    const image = await engine.ensureImage(template.image, {
      signal,
      pull: template.spec.pull,
      onProgress: (step) => progress(step.fraction, step.message),
    });
    await sql().run("UPDATE server SET image_id = $2, image_digest = $3 WHERE id = $1", [
      server.id,
      image.imageId,
      image.digest,
    ]);
    return { message: image.pulled ? `Downloaded ${template.image}` : `${template.image} is present` };
  },
};

/** The customer's network and the server's volume; the undo removes both. */
export const storage: ServerStep = {
  name: "storage",
  timeoutMs: 60 * second,
  attempts: 3,
  async act(context, { signal }) {
    await ensureStorage(context, signal);
    return undefined;
  },
  undo: (context, { signal }) => removeStorage(context, signal),
};

/** The same for a server that had a volume before: a failed reinstall keeps it. */
export const storageKept: ServerStep = { ...storage, undo: undefined };

/** Runs the game's own preparation (downloads, world files) to its end, where the template has one. */
export const install: ServerStep = {
  name: "install",
  timeoutMs: ({ template }) => template.spec.install?.timeoutMs ?? 60 * second,
  timeoutError: (_, timeoutMs) =>
    provisioningErrors.install_failed({ detail: `It took longer than ${Math.round(timeoutMs / second)} s.` }),
  async act(context, { signal, progress }) {
    const { template, engine, server } = context;
    if (!template.spec.install) return { status: "skipped", message: "Nothing to install" };
    const spec = buildInstallSpec(await currentSpec(context), server, template.spec.install.environment);
    await engine.remove(spec.name, { signal });
    const result = await engine.runToCompletion(spec, {
      signal,
      onLine: (line) => progress(null, line.text.slice(0, 200)),
    });
    if (result.outOfMemory)
      throw provisioningErrors.container_out_of_memory({ detail: "It ran out during installation." });
    if (result.exitCode !== 0) {
      const lines = result.lastLines.slice(-5).join("\n");
      throw provisioningErrors.install_failed({ detail: `It ended with code ${result.exitCode}. ${lines}`.trim() });
    }
    return undefined;
  },
  undo: (context, { signal }) => context.engine.remove(objectNames.installContainer(context.server.id), { signal }),
};

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

export const create: ServerStep = {
  name: "create",
  timeoutMs: 120 * second,
  attempts: 3,
  async act(context, { signal }) {
    const outcome = await ensureContainer(context, signal);
    return { message: outcome === "kept" ? "The container is as it should be" : "" };
  },
  undo: (context, { signal }) => context.engine.remove(objectNames.container(context.server.id), { signal }),
};

/** For servers that exist: makes the volume and network present too, and keeps the container when the start fails. */
export const ensure: ServerStep = {
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
export const start: ServerStep = {
  name: "start",
  timeoutMs: 90 * second,
  attempts: 3,
  async act(context, { signal }) {
    const notes: string[] = [];
    let spec: ContainerSpec = await currentSpec(context);
    for (let tries = 0; ; tries++) {
      try {
        await context.engine.start(spec.name, { signal });
        break;
      } catch (error) {
        if (!isAppError(error) || tries >= 5) throw error;
        notes.push(await replaceWhatIsTaken(context, error, signal));
        await context.engine.remove(spec.name, { signal });
        spec = await currentSpec(context);
        await context.engine.createContainer(spec);
      }
    }
    await markPortsBound(sql(), context.server.id);
    await announceAddress(context);
    return { message: notes.join(" ") };
  },
  async undo(context, { signal }) {
    await context.engine.stop(objectNames.container(context.server.id), 10, { signal });
  },
};

/** Waits until the game itself answers on its protocol, from outside the container. */
export const ready: ServerStep = {
  name: "ready",
  // It has its own deadline; this one ends a probe that hangs.
  timeoutMs: ({ template }) => template.spec.readiness.timeoutMs + 60 * second,
  async act(context, { signal, progress }) {
    // A run that another worker began: the machine may have been restarted since, and the game ended with it.
    if (context.run.epoch > 1) await context.engine.start(objectNames.container(context.server.id), { signal });
    const answer = await waitUntilReady(context, signal, progress);
    return { message: `${answer.versionName} answered in ${Math.round(answer.latencyMs)} ms` };
  },
};

/** Asks the game to save and stop, then makes sure that it did. */
export const stop: ServerStep = {
  name: "stop",
  timeoutMs: ({ template }) => (template.spec.stop.timeoutSeconds + 60) * second,
  async act(context, { signal }) {
    const { template, server, engine } = context;
    await engine.stop(objectNames.container(server.id), template.spec.stop.timeoutSeconds, { signal });
    return undefined;
  },
};

export const kill: ServerStep = {
  name: "kill",
  timeoutMs: 60 * second,
  async act(context, { signal }) {
    await context.engine.kill(objectNames.container(context.server.id), { signal });
    return undefined;
  },
};

/** Removes the containers, keeping the volume. */
export const remove: ServerStep = {
  name: "remove",
  timeoutMs: 60 * second,
  async act(context, { signal }) {
    await context.engine.remove(objectNames.installContainer(context.server.id), { signal });
    await context.engine.remove(objectNames.container(context.server.id), { signal });
    return undefined;
  },
};

/** Removes the volume with the world in it. */
export const wipe: ServerStep = {
  name: "wipe",
  timeoutMs: 120 * second,
  async act(context, { signal }) {
    await removeStorage(context, signal);
    return undefined;
  },
};

/** Releases ports and capacity once the engine confirms that the container is removed. */
export const release: ServerStep = {
  name: "release",
  timeoutMs: 60 * second,
  async act(context, { signal }) {
    await reserve.undo?.(context, { signal });
    return undefined;
  },
};
