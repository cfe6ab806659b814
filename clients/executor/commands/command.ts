import type { z } from "zod";
import type { Bridge } from "../bridge/bridge";
import type { EffectiveConfig } from "../config/effective-config";
import type { CommandResult } from "../journal/entries";
import type { Log } from "../log";

/** What a command may use while it runs. */
export type CommandContext = {
  signal: AbortSignal;
  log: Log;
  logFile: string;
  config(): EffectiveConfig;
  bridge: Bridge;
  /** Fetches and applies the configuration; its version. */
  reloadConfig(signal: AbortSignal): Promise<number>;
  /** Reports progress to the panel; a lost report does not matter. */
  progress(message: string, percent?: number): void;
  /** Asks the panel whether it is still wanted, unless it just said so; true when it asked, throws when it is not. */
  confirm(): Promise<boolean>;
  /**
   * Journals that from here on it may have taken effect. Called, after `confirm`, for commands that do not say
   * `startsItself`.
   */
  started(): Promise<void>;
  /** Milliseconds until the command expires. */
  leftMs(): number;
};

/** A kind of command: one file here and one line in the registry. */
export type Command<P = unknown> = {
  type: string;
  payload: z.ZodType<P>;
  /**
   * Commands of a lane run one after the other, in their order. A command that waits for the bridge does not delay
   * others.
   */
  lane: "main" | "bridge";
  /** How a command that a killed run left unfinished is handled: repeated, or ended with this result. */
  afterKill: "repeat" | CommandResult;
  /** It calls `confirm` and `started` itself, when it really begins; a kill before that has no effect. */
  startsItself?: boolean;
  run(payload: P, context: CommandContext): Promise<unknown>;
  /** The run restarts after the result is reported. */
  restarts?: boolean;
};
