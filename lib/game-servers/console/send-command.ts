import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { sql } from "@/lib/db/transaction";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { type CommandReply, consoleTarget, sendToConsole } from "@/lib/workloads/console/send-command";
import { gameServer } from "../game-server";
import { loadServer } from "../load-server";
import { engineOfServer } from "./server-engine";

/**
 * Sends one console command. Over RCON inside the customer's network it answers with the game's reply; where a game has
 * only standard input, the reply shows in the console and null is returned.
 */
export async function sendCommand(actor: Actor, id: string, command: string): Promise<CommandReply | null> {
  const server = await loadServer(actor, id, "server.command", sql());
  const target = await consoleTarget(await engineOfServer(server), server.id);
  const event = { action: "server.command_sent", targetKind: "server", targetId: id, detail: { command } };
  await recordAudit(sql(), actor, event);
  const spec = await gameServer.spec(sql(), server);
  if (!spec) throw provisioningErrors.rcon_unavailable();
  return sendToConsole(spec.console, target, command);
}
