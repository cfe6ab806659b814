import type { Bridge } from "../bridge/bridge";
import type { CommandOutcome } from "../journal";
import type { Log } from "../log";

/** What a command may use. */
export type CommandContext = {
  log: Log;
  bridge: Bridge;
  commandTimeoutMs: number;
  /** Comes when the command was cancelled, or the program stops. */
  signal: AbortSignal;
  reloadConfiguration(): Promise<number>;
  /** After its result was told. */
  restartSoon(): void;
  version: string;
};

/** A kind of command: one file here and one line in the registry. */
export type CommandKind = {
  type: string;
  /** Doing it twice is harmless: after a kill in the middle it is done again instead of being reported as unclear. */
  isRepeatable: boolean;
  run(payload: Record<string, unknown>, context: CommandContext): Promise<CommandOutcome>;
};
