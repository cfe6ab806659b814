import type { AppError } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import { portsOf, replaceOccupiedPort } from "@/lib/nodes/ports";
import { provisioningErrors } from "@/lib/provisioning/errors";
import type { RunContext } from "./context";
import { moveToNextNetwork } from "./customer-network";
import { ensureStorage } from "./server-storage";

/** Sets the occupied port aside and gives the server the next free one; `port_in_use` when none is left. */
export async function takeNextPort(
  context: RunContext,
  held: { addressId: string; protocol: "tcp" | "udp"; port: number },
): Promise<number> {
  const serverId = context.server.id;
  return transaction(async (tx) => {
    const next = await replaceOccupiedPort(tx, { ...held, serverId });
    if (next === null) {
      throw provisioningErrors.port_in_use({ detail: `Port ${held.port} is taken, and no other is free.` });
    }
    await tx.run("UPDATE server SET game_port = $3 WHERE id = $1 AND game_port = $2", [serverId, held.port, next]);
    return next;
  });
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
