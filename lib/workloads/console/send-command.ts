import type { ContainerEngine, ContainerState } from "@/lib/provisioning/engine";
import { provisioningErrors } from "@/lib/provisioning/errors";
import { sendRconCommand } from "@/lib/provisioning/protocols/rcon";
import { objectNames } from "../container-spec";
import type { Console } from "../workload-definition";

/** `truncated`: the reply was longer than 256 KiB; the output ends with a line that says so. */
export type CommandReply = { output: string; truncated: boolean };
const cutNote = "[The reply is longer than 256 KiB; the rest is left out.]";

type Target = { engine: ContainerEngine; container: string; state: ContainerState };
type Kind<K extends Console["kind"]> = (
  console: Extract<Console, { kind: K }>,
  target: Target,
  command: string,
) => Promise<{ text: string; isCut: boolean } | null>;

/** How a command reaches the program, by kind; a new kind is one line here and its shape in workload-definition.ts. */
const kinds: { [K in Console["kind"]]: Kind<K> } = {
  async rcon({ port, password }, { state }, command) {
    if (!state.ipAddress) throw provisioningErrors.rcon_unavailable();
    return sendRconCommand({ host: state.ipAddress, port, password }, command);
  },
  async stdin(_, { engine, container }, command) {
    await engine.writeStdin(container, command);
    return null;
  },
  async command(console, { engine, container }, command) {
    const { output, isCut } = await engine.exec(container, [...console.command, command]);
    return { text: output, isCut };
  },
};

/** The container when it takes commands; `container_not_running` otherwise. */
export async function consoleTarget(engine: ContainerEngine, id: string): Promise<Target> {
  const container = objectNames.container(id);
  const state = await engine.inspect(container);
  if (state?.status !== "running") throw provisioningErrors.container_not_running();
  return { engine, container, state };
}

/**
 * Sends one console command. Resolves with the program's reply, or null where it has only standard input: its reply
 * shows in the console's lines.
 */
export async function sendToConsole<K extends Console["kind"]>(
  console: Extract<Console, { kind: K }>,
  target: Target,
  command: string,
): Promise<CommandReply | null> {
  const send: Kind<K> = kinds[console.kind as K];
  const reply = await send(console, target, command);
  if (!reply) return null;
  const { text, isCut } = reply;
  return isCut ? { output: `${text}\n${cutNote}`, truncated: true } : { output: text, truncated: false };
}
