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
  /** Tells the panel how far it is; lost ones do not matter. */
  progress(message: string, percent?: number): void;
  /** Asks the panel whether it is still wanted, unless it just said so; true when it asked, throws when it is not. */
  confirm(): Promise<boolean>;
  /** Journals that from here on it may have taken effect. Called, after `confirm`, for commands that do not say `startsItself`. */
  started(): Promise<void>;
  /** Milliseconds until nobody wants the result any more. */
  leftMs(): number;
};

/** A kind of command: one file here and one line in the registry. */
export type Command<P = unknown> = {
  type: string;
  payload: z.ZodType<P>;
  /** Commands of a lane run one after the other, in their order. What waits for the bridge holds nothing else up. */
  lane: "main" | "bridge";
  /** What becomes of one that a killed run left unfinished: again, or this result. */
  afterKill: "repeat" | CommandResult;
  /** It calls `confirm` and `started` itself, when it really begins; until then a kill costs nothing. */
  startsItself?: boolean;
  run(payload: P, context: CommandContext): Promise<unknown>;
  /** The run starts anew once the result is told. */
  restarts?: boolean;
};
