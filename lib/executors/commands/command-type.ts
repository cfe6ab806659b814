import type { z } from "zod";

/** A kind of command: one file here and one line in the registry. */
export type CommandType = {
  type: string;
  summary: string;
  payload: z.ZodType<Record<string, unknown>>;
  /** How long it may wait for an executor that is away, unless the caller says. */
  ttlSeconds: number;
};
