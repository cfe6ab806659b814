import type { z } from "zod";

/** A kind of command: one file here and one line in the registry. */
export type CommandType = {
  type: string;
  summary: string;
  payload: z.ZodType<Record<string, unknown>>;
  /** Default time that it may wait for an executor that is offline. */
  ttlSeconds: number;
};
