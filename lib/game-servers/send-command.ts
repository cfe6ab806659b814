import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { sql } from "@/lib/db/transaction";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { sendRconCommand } from "@/lib/provisioning/protocols/rcon";
import { objectNames } from "./container-spec";
import { openCredentials } from "./credentials";
import { loadServer } from "./load-server";
import { engineOfServer } from "./server-engine";
import { loadTemplateById } from "./template";

/** `truncated`: the reply was longer than 256 KiB; the output ends with a line that says so. */
export type CommandReply = { output: string; truncated: boolean };
const cutNote = "[The reply is longer than 256 KiB; the rest is left out.]";

/**
 * Sends one console command. Over RCON inside the customer's network it answers with the game's reply; where a game has
 * only standard input, the reply shows in the console and null is returned.
 */
export async function sendCommand(actor: Actor, id: string, command: string): Promise<CommandReply | null> {
  const server = await loadServer(actor, id, "server.command");
  const template = await loadTemplateById(server.templateId);
  const engine = await engineOfServer(server);
  const name = objectNames.container(server.id);
  const state = await engine.inspect(name);
  if (state?.status !== "running") throw provisioningErrors.container_not_running();
  const event = { action: "server.command_sent", targetKind: "server", targetId: id, detail: { command } };
  await recordAudit(sql(), actor, event);
  if (template.spec.console === "stdin") {
    await engine.writeStdin(name, command);
    return null;
  }
  const credentials = await openCredentials(sql(), id);
  if (!state.ipAddress || !credentials) throw provisioningErrors.rcon_unavailable();
  const target = { host: state.ipAddress, port: server.rconPort, password: credentials.rconPassword };
  const { text, isCut } = await sendRconCommand(target, command);
  return isCut ? { output: `${text}\n${cutNote}`, truncated: true } : { output: text, truncated: false };
}
