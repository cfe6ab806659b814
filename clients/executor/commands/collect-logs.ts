import { z } from "zod";
import { lastLines } from "../log";
import type { Command } from "./command";

/** A result may have at most 64 kB as JSON. */
const maxChars = 48_000;

export const collectLogs: Command<{ lines: number }> = {
  type: "collect-logs",
  payload: z.strictObject({ lines: z.int().min(1).max(500).default(200) }),
  lane: "main",
  afterKill: "repeat",
  run: async ({ lines }, { logFile }) => ({ lines: lastLines(logFile, lines, maxChars) }),
};
