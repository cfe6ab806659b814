import { z } from "zod";
import type { Command } from "./command";

/** The result is reported before the run restarts; a kill in between has restarted it as well. */
export const restart: Command<Record<string, never>> = {
  type: "restart",
  payload: z.strictObject({}),
  lane: "main",
  afterKill: { status: "done", output: { restarted: true } },
  restarts: true,
  run: async () => ({ restarting: true }),
};
