import { formatAddress } from "@/lib/core/units";
import { sql, transaction } from "@/lib/db/transaction";
import { giveBackCapacity } from "@/lib/nodes/place/reserve-place";
import { freePorts, markPortsDraining, portsOf } from "@/lib/nodes/ports/ports";
import { isPortFree } from "@/lib/nodes/ports/probe-port";
import { provisioningErrors } from "@/lib/provisioning/errors";
import type { Step } from "@/lib/provisioning/saga";
import { objectNames } from "../container-spec";
import { reload } from "../work/context";
import { takeNextPort } from "../work/replace-taken";
import type { RunContext } from "../workload-definition";
import { takePlace } from "../workloads.sql";

const second = 1000;

/**
 * Makes sure that the reserved ports are really free on the machine; a taken one is set aside and the next one used.
 */
export const reserve: Step<RunContext> = {
  name: "reserve",
  timeoutMs: 10 * second,
  attempts: 3,
  async act(context) {
    const swapped: string[] = [];
    for (const held of await portsOf(sql(), context.workload.id)) {
      if (context.node.dockerHost !== null) break;
      let { port } = held;
      while (!(await isPortFree(held.bindAddress, port, held.protocol))) {
        const next = await takeNextPort(context, { ...held, port });
        swapped.push(`${port} is taken by another program; ${next} is used instead.`);
        port = next;
      }
    }
    await reload(context);
    const { publicAddress, mainPort } = context.workload;
    const address = publicAddress && mainPort !== null ? formatAddress(publicAddress, mainPort) : "";
    return { message: [...swapped, address].join(" ").trim() };
  },
  async undo(context, { signal }) {
    const { id } = context.workload;
    await markPortsDraining(sql(), id);
    // The undo of the later steps removed the container; the ports are free only when the engine confirms it. If no
    // step that creates one was ever begun the check is skipped: an unreachable engine must not block the release.
    const left = (await mayHaveContainer(id)) && (await context.engine.inspect(objectNames.container(id), { signal }));
    if (left) throw provisioningErrors.engine_refused({ detail: "The container still uses the ports." });
    await releasePlace(id);
  },
};

/** Whether any run of this resource ever began a step that makes a container with its ports. */
async function mayHaveContainer(resourceId: string): Promise<boolean> {
  const step = await sql().prisma.runStep.findFirst({
    where: { run: { resourceId }, step: { in: ["create", "start"] } },
    select: { runId: true },
  });
  return step !== null;
}

/** Releases ports and capacity, once; safe to repeat. */
async function releasePlace(resourceId: string): Promise<void> {
  await transaction(async (tx) => {
    await freePorts(tx, resourceId);
    const held = await tx.row(takePlace, [resourceId]);
    if (held?.nodeId) await giveBackCapacity(tx, held.nodeId, held);
  });
}

/** Releases ports and capacity once the engine confirms that the container is removed. */
export const release: Step<RunContext> = {
  name: "release",
  timeoutMs: 60 * second,
  async act(context, { signal }) {
    await reserve.undo?.(context, { signal });
    return undefined;
  },
};
