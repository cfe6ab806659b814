import { z } from "zod";

export const runOptions = z.object({
  /** Shown in the timeline, e.g. why the panel itself began the run. */
  reason: z.string().optional(),
  /** It starts by itself after a crash, which can be cancelled until it begins. */
  afterCrash: z.boolean().optional(),
  /** Why the panel ends the resource: kept on it when this run ends it, and what a run fails with that this ended. */
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
  /** What the container was made from before an upgrade. */
  formerImageId: z.string().optional(),
});
export type RunOptions = z.output<typeof runOptions>;
