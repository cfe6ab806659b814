import { z } from "zod";

/** `off`: not used here, which is no failure. */
export const healthStates = ["ok", "degraded", "failed", "off"] as const;
export type HealthState = (typeof healthStates)[number];

export const healthAdvice = z.object({
  text: z.string(),
  /** To run on the machine of the panel. */
  command: z.string().nullable(),
  /** Page of the panel. */
  href: z.string().nullable(),
});

export const healthFinding = z.object({
  name: z.string(),
  label: z.string(),
  state: z.enum(healthStates),
  /** What was measured, in `unit`. */
  value: z.number().nullable(),
  unit: z.string().nullable(),
  /** What is wrong, or what the value means. */
  detail: z.string().nullable(),
  advice: healthAdvice.nullable(),
  /** How long the check took. */
  tookMs: z.number(),
});
export type HealthFinding = z.output<typeof healthFinding>;

export const healthHours = [1, 24, 168, 720] as const;
export const historyQuery = z.strictObject({
  hours: z.coerce
    .number()
    .refine((hours) => healthHours.some((known) => known === hours), "Use 1, 24, 168 or 720.")
    .default(24),
});

export const healthHistory = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Width of each point. */
  stepSeconds: z.number().int(),
  checks: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      unit: z.string().nullable(),
      /** Share of the minutes that were known and not failed, in percent; null without any. */
      availability: z.number().nullable(),
      /** The worst state and the highest value of each step, oldest first; null: nothing was recorded. */
      points: z.array(z.object({ state: z.enum(healthStates), value: z.number().nullable() }).nullable()),
    }),
  ),
});
export type HealthHistory = z.output<typeof healthHistory>;
