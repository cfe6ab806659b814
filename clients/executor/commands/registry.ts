import { bridgeSend } from "./bridge-send";
import { collectLogs } from "./collect-logs";
import type { CommandKind } from "./command-kind";
import { ping } from "./ping";
import { reloadConfig } from "./reload-config";
import { restart } from "./restart";

const kinds: readonly CommandKind[] = [ping, restart, reloadConfig, collectLogs, bridgeSend];

/** What this program can be told to do, by name. */
export const commandKinds: ReadonlyMap<string, CommandKind> = new Map(kinds.map((kind) => [kind.type, kind]));
