import { z } from "zod";
import type { Command } from "./command";

export const reloadConfig: Command<Record<string, never>> = {
  type: "reload-config",
  payload: z.strictObject({}),
  lane: "main",
  afterKill: "repeat",
  run: async (_payload, { reloadConfig: reload, signal }) => ({ configVersion: await reload(signal) }),
};
