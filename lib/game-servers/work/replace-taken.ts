import type { AppError } from "@/lib/core/errors";
import { sql, type Tx, transaction } from "@/lib/db/transaction";
import { homePortsOf, portsOf, replaceOccupiedPort, returnToPort } from "@/lib/nodes/ports";
import { isPortFree } from "@/lib/nodes/probe-port";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { objectNames } from "../container-spec";
import { type RunContext, reload } from "./context";
import { moveToNextNetwork } from "./customer-network";
import { ensureStorage } from "./server-storage";

/** Sets the occupied port aside and gives the server the next free one; `port_in_use` when none is left. */
export async function takeNextPort(
  context: RunContext,
  held: { addressId: string; protocol: "tcp" | "udp"; port: number },
): Promise<number> {
  const serverId = context.server.id;
  // The address of a server that was never online has not been used: it need not be restored. On another machine it
  // cannot be determined when the port is free again: it is not restored.
  const comesBack = context.run.kind !== "create" && context.node.dockerHost === null;
  return transaction(async (tx) => {
    const next = await replaceOccupiedPort(tx, { ...held, serverId, comesBack });
    if (next === null) {
      throw provisioningErrors.port_in_use({ detail: `Port ${held.port} is taken, and no other is free.` });
    }
    await setGamePort(tx, context);
    return next;
  });
}

/** The server's address follows the port that the template names first. */
async function setGamePort(tx: Tx, context: RunContext): Promise<void> {
  const [game] = context.template.spec.ports;
  await tx.run(
    `UPDATE server s SET game_port = p.port FROM port p
     WHERE s.id = $1 AND p.server_id = s.id AND p.name = $2 AND p.protocol = $3::port_protocol`,
    [context.server.id, game?.name, game?.protocol],
  );
}

/**
 * Returns to ports that other programs had taken and have released: the container that publishes the ports used
 * meanwhile is removed first. Only on a machine that can be checked; elsewhere a refusal of the engine would move the
 * server again.
 */
export async function comeBackToPorts(context: RunContext, signal: AbortSignal): Promise<string[]> {
  const { server, node, engine, template } = context;
  if (node.dockerHost !== null) return [];
  const homes = await homePortsOf(sql(), server.id);
  const free = await Promise.all(
    homes.map(({ bindAddress, port, protocol }) => isPortFree(bindAddress, port, protocol)),
  );
  const back = homes.filter((_, index) => free[index]);
  if (back.length === 0) return [];
  const name = objectNames.container(server.id);
  await engine.stop(name, template.spec.stop.timeoutSeconds, { signal });
  await engine.remove(name, { signal });
  await transaction(async (tx) => {
    for (const home of back) await returnToPort(tx, server.id, home);
    await setGamePort(tx, context);
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
  const held = await portsOf(sql(), context.server.id);
  const refused = held.find((port) => port.port === named) ?? held[0];
  if (!refused) throw provisioningErrors.port_in_use();
  const next = await takeNextPort(context, refused);
  return `Port ${refused.port} is taken by another program; ${next} is used instead.`;
}
