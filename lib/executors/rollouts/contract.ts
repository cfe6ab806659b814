import { z } from "zod";

/** The distribution of a template version, one share at a time. */
export const rolloutBody = z.strictObject({
  stages: z
    .array(z.int().min(1).max(100))
    .min(1)
    .max(10)
    .refine((list) => list.at(-1) === 100 && list.every((share, n) => n === 0 || share > (list[n - 1] ?? 0)), {
      message: "Use growing shares that end with 100.",
    })
    .default([1, 10, 100]),
  /** How long a share must run without errors before the next. */
  soakSeconds: z.int().min(0).max(86_400).default(300),
  maxFailures: z.int().min(0).max(1000).default(0),
});
export const rolloutView = z.object({
  id: z.string(),
  templateId: z.string(),
  fromVersion: z.int(),
  toVersion: z.int(),
  stages: z.array(z.int()),
  stage: z.int(),
  state: z.enum(["running", "halted", "done", "rolled_back"]),
  reason: z.string().nullable(),
  /** Executors that follow the template now; of them those that were given the version, and those that work with it. */
  members: z.int(),
  given: z.int(),
  applied: z.int(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type RolloutView = z.output<typeof rolloutView>;
