import { z } from "zod";
import { version } from "../version";
import type { Command } from "./command";

export const ping: Command<Record<string, never>> = {
  type: "ping",
  payload: z.strictObject({}),
  lane: "main",
  afterKill: "repeat",
  run: async () => ({ pong: true, version, uptimeSeconds: Math.round(process.uptime()) }),
};
