import { z } from "zod";
import { healthStates } from "@/lib/health/contract";

export const incidentStates = ["investigating", "identified", "monitoring", "resolved"] as const;
export const incidentImpacts = ["minor", "major", "maintenance"] as const;

const component = z.strictObject({
  /** Name of a health check. */
  check: z.string().max(40),
  label: z.string().trim().min(1, "Give the component a name.").max(60),
});

export const statusPagePatch = z.strictObject({
  enabled: z.boolean().optional(),
  title: z.string().trim().min(1, "Give the page a title.").max(80).optional(),
  components: z.array(component).max(20).optional(),
});
export type StatusPagePatch = z.output<typeof statusPagePatch>;

export const statusPageView = z.object({
  enabled: z.boolean(),
  title: z.string(),
  components: z.array(component),
  /** Confirmed addresses. */
  subscribers: z.number().int(),
  /** Checks that can be shown. */
  checks: z.array(z.object({ name: z.string(), label: z.string() })),
});
export type StatusPageView = z.output<typeof statusPageView>;

const text = z.string().trim().min(1, "Write what happened.").max(4_000);
export const incidentBody = z.strictObject({
  title: z.string().trim().min(1, "Give the incident a title.").max(120),
  impact: z.enum(incidentImpacts),
  state: z.enum(incidentStates).default("investigating"),
  text,
});
export type IncidentInput = z.output<typeof incidentBody>;

export const updateBody = z.strictObject({ state: z.enum(incidentStates), text });
export type UpdateInput = z.output<typeof updateBody>;

export const incidentView = z.object({
  id: z.string(),
  title: z.string(),
  impact: z.enum(incidentImpacts),
  state: z.enum(incidentStates),
  createdAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  updates: z.array(z.object({ id: z.string(), at: z.iso.datetime(), state: z.enum(incidentStates), text: z.string() })),
});
export type IncidentView = z.output<typeof incidentView>;

export const publicStatus = z.object({
  title: z.string(),
  state: z.enum(["operational", "degraded", "outage", "maintenance"]),
  components: z.array(
    z.object({
      label: z.string(),
      state: z.enum(healthStates),
      /** Of the last 30 days, in percent; null: nothing was recorded. */
      availability: z.number().nullable(),
      /** The worst state of each part of the last 30 days, oldest first. */
      history: z.array(z.enum(healthStates).nullable()),
    }),
  ),
  incidents: z.array(incidentView),
});
export type PublicStatus = z.output<typeof publicStatus>;

export const subscribeBody = z.strictObject({
  email: z.email("Enter an e-mail address.").max(254),
});
export const tokenBody = z.strictObject({
  token: z.string().regex(/^[0-9a-f]{64}$/, "Open the link from the mail again."),
});
