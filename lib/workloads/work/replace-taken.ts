import type { AppError } from "@/lib/core/errors";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { nodeErrors } from "@/lib/nodes/errors";
import { homePortsOf, lowestPoolPort, portsOf, replaceOccupiedPort, returnToPort } from "@/lib/nodes/ports/ports";
import { isPortFree } from "@/lib/nodes/ports/probe-port";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { objectNames } from "../container-spec";
import type { RunContext } from "../workload-definition";
import { reload } from "./context";
import { moveToNextNetwork } from "./network";
import { ensureStorage } from "./storage";

/**
 * Sets the occupied port aside and gives the workload the next free one; `port_in_use` when none is left, and
 * `standard_port_taken` for a standard port, which no other can replace.
 */
export async function takeNextPort(
  context: RunContext,
  held: { addressId: string; protocol: "tcp" | "udp"; port: number },
): Promise<number> {
  const resourceId = context.workload.id;
  if (held.port < lowestPoolPort) {
    const detail = `Port ${held.port} is taken by another program on the machine. End that program there and start the ${context.definition.noun} again.`;
    throw nodeErrors.standard_port_taken({ detail });
  }
  // The address of a workload that was never online has not been used: it need not be restored. On another machine it
  // cannot be determined when the port is free again: it is not restored.
  const comesBack = context.run.kind !== "create" && context.node.dockerHost === null;
  return transaction(async (tx) => {
    const next = await replaceOccupiedPort(tx, { ...held, resourceId, comesBack });
    if (next === null) {
      throw provisioningErrors.port_in_use({ detail: `Port ${held.port} is taken, and no other is free.` });
    }
    await setMainPort(tx, context);
    return next;
  });
}

/** The workload's address follows the port that its spec names first. */
async function setMainPort(tx: Tx, context: RunContext): Promise<void> {
  const [main] = context.spec.ports;
  const { id } = context.workload;
  const ports = await portsOf(tx, id);
  const port = ports.find(({ name, protocol }) => name === main?.name && protocol === main?.protocol);
  if (port) await tx.prisma.workload.updateMany({ where: { id }, data: { mainPort: port.port } });
}

/**
 * Returns to ports that other programs had taken and have released: the container that publishes the ports used
 * meanwhile is removed first. Only on a machine that can be checked; elsewhere a refusal of the engine would move the
 * workload again.
 */
export async function comeBackToPorts(context: RunContext, signal: AbortSignal): Promise<string[]> {
  const { workload, node, engine, spec } = context;
  if (node.dockerHost !== null) return [];
  const homes = await homePortsOf(sql(), workload.id);
  const free = await Promise.all(
    homes.map(({ bindAddress, port, protocol }) => isPortFree(bindAddress, port, protocol)),
  );
  const back = homes.filter((_, index) => free[index]);
  if (back.length === 0) return [];
  const name = objectNames.container(workload.id);
  await engine.stop(name, spec.stop.timeoutSeconds, { signal });
  await engine.remove(name, { signal });
  await transaction(async (tx) => {
    for (const home of back) await returnToPort(tx, workload.id, home);
    await setMainPort(tx, context);
  });
  await reload(context);
  return back.map(({ port }) => `Port ${port} is free again and used again.`);
}

/** The next port or the next network in place of the one the engine refused; any other refusal is thrown again. */
export async function replaceWhatIsTaken(context: RunContext, refusal: AppError, signal: AbortSignal): Promise<string> {
  if (refusal.code === "port_in_use") return swapRefusedPort(context, refusal.extra?.hostPort);
  if (refusal.code !== "network_full") throw refusal;
  await moveToNextNetwork(context);
  await ensureStorage(context, signal);
  return "The customer's network had no address left; a further one is used.";
}

async function swapRefusedPort(context: RunContext, named: unknown): Promise<string> {
  const held = await portsOf(sql(), context.workload.id);
  const refused = held.find((port) => port.port === named) ?? held[0];
  if (!refused) throw provisioningErrors.port_in_use();
  const next = await takeNextPort(context, refused);
  return `Port ${refused.port} is taken by another program; ${next} is used instead.`;
}
