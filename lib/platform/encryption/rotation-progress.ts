import { z } from "zod";

/** Progress of one column: `cursor` null before its first row, and at its end `ended`. */
const columnProgress = z.object({
  cursor: z.array(z.string()).nullable(),
  ended: z.boolean(),
  done: z.number(),
  total: z.number(),
  failed: z.array(z.string()),
});
export type ColumnProgress = z.output<typeof columnProgress>;
/** By label of the column. */
export const rotationProgress = z.record(z.string(), columnProgress);
export type RotationProgress = z.output<typeof rotationProgress>;
