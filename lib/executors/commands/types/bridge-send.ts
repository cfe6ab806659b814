import { z } from "zod";
import type { CommandType } from "../command-type";

/** Text that the program behind the ZeroMQ bridge understands; the panel does not look into it. */
export const bridgeSend: CommandType = {
  type: "bridge.send",
  summary: "Pass a message to the ZeroMQ side and return its answer.",
  payload: z.strictObject({
    message: z
      .string()
      .min(1)
      .max(60_000)
      .refine((text) => !text.includes("\0"), "NUL is not allowed."),
    timeoutMs: z.int().min(100).max(600_000).optional(),
  }),
  ttlSeconds: 60,
};
