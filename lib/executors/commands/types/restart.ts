import { z } from "zod";
import type { CommandType } from "../command-type";

export const restart: CommandType = {
  type: "restart",
  summary: "Finish what is in hand, then start again.",
  payload: z.strictObject({}),
  ttlSeconds: 300,
};
