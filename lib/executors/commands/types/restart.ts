import { z } from "zod";
import type { CommandType } from "../command-type";

export const restart: CommandType = {
  type: "restart",
  summary: "Finish the running commands, then restart.",
  payload: z.strictObject({}),
  ttlSeconds: 300,
};
