import { z } from "zod";
import type { CommandType } from "../command-type";

export const collectLogs: CommandType = {
  type: "collect-logs",
  summary: "Send the last lines of its log.",
  payload: z.strictObject({ lines: z.int().min(1).max(500).default(200) }),
  ttlSeconds: 600,
};
