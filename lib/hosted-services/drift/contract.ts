import { z } from "zod";

export const driftActions = ["adopt", "repair", "remove"] as const;
export type DriftAction = (typeof driftActions)[number];

/** One difference between the panel and a provider. */
export const driftItemView = z.object({
  id: z.string(),
  kind: z.string(),
  resourceId: z.string(),
  objectName: z.string(),
  type: z.enum(["orphan", "ghost", "difference"]),
  detail: z.string(),
  /** What can be done about it. */
  actions: z.array(z.enum(driftActions)),
  /** An action was requested and is not done yet. */
  requested: z.boolean(),
  foundAt: z.iso.datetime(),
});
export type DriftItemView = z.output<typeof driftItemView>;

export const driftView = z.object({
  items: z.array(driftItemView),
  nextCursor: z.string().nullable(),
});

export const driftActionBody = z.strictObject({ action: z.enum(driftActions) });
