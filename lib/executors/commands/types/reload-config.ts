import { z } from "zod";
import type { CommandType } from "../command-type";

export const reloadConfig: CommandType = {
  type: "reload-config",
  summary: "Fetch the configuration again and apply it.",
  payload: z.strictObject({}),
  ttlSeconds: 3600,
};
