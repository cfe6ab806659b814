import { z } from "zod";
import type { CommandType } from "../command-type";

export const ping: CommandType = {
  type: "ping",
  summary: "Answer at once.",
  payload: z.strictObject({}),
  ttlSeconds: 60,
};
