import { formatAddress } from "@/lib/core/units";
import { sql, transaction } from "@/lib/db/transaction";
import { freePorts, markPortsDraining, portsOf } from "@/lib/nodes/ports";
import { isPortFree } from "@/lib/nodes/probe-port";
import { giveBackCapacity } from "@/lib/nodes/reserve-place";
import { provisioningErrors } from "@/lib/provisioning/errors";
import type { Step } from "@/lib/provisioning/saga";
import { objectNames } from "../container-spec";
import { reload } from "../work/context";
import { takeNextPort } from "../work/replace-taken";
import type { RunContext } from "../workload-definition";

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
  const row = await sql().row(
    `SELECT 1 FROM run_step s JOIN provisioning_run r ON r.id = s.run_id
     WHERE r.resource_id = $1 AND s.step IN ('create', 'start') LIMIT 1`,
    [resourceId],
  );
  return row !== null;
}

/** Releases ports and capacity, once; safe to repeat. */
async function releasePlace(resourceId: string): Promise<void> {
  await transaction(async (tx) => {
    await freePorts(tx, resourceId);
    const held = await tx.row<{ nodeId: string; memoryMb: number; cpuMilli: number; diskMb: number }>(
      `UPDATE workload SET holds_capacity = false, node_id = NULL, address_id = NULL, public_address = NULL, main_port = NULL,
         network_number = NULL, placement = NULL
       FROM (SELECT id, node_id, memory_mb, cpu_milli, disk_mb FROM workload WHERE id = $1 AND holds_capacity FOR UPDATE) old
       WHERE workload.id = old.id
       RETURNING old.node_id AS "nodeId", old.memory_mb AS "memoryMb", old.cpu_milli AS "cpuMilli", old.disk_mb AS "diskMb"`,
      [resourceId],
    );
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
