import { bridgeSend } from "./bridge-send";
import { collectLogs } from "./collect-logs";
import type { Command } from "./command";
import { ping } from "./ping";
import { reloadConfig } from "./reload-config";
import { restart } from "./restart";

const all: readonly Command[] = [ping, restart, reloadConfig, collectLogs, bridgeSend];

/** What this executor can do, by the name of the command. */
export const commands: ReadonlyMap<string, Command> = new Map(all.map((command) => [command.type, command]));
