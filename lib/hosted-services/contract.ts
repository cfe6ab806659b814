import { z } from "zod";
import { failureView } from "@/lib/workloads/contract";

/** States of what a customer has at a provider. */
export const hostedStatuses = ["provisioning", "active", "failed", "suspended", "deleting"] as const;
export const hostedStatusSchema = z.enum(hostedStatuses);
export type HostedStatus = (typeof hostedStatuses)[number];

/** What a step of one of its runs did, as the timeline shows it. */
export const hostedEventView = z.object({
  sequence: z.number().int(),
  at: z.iso.datetime(),
  run: z.string().nullable(),
  step: z.string(),
  status: z.string(),
  message: z.string(),
  durationMs: z.number().int().nullable(),
});
export type HostedEventView = z.output<typeof hostedEventView>;

/** Fields of every hosted object. */
export const hostedView = z.object({
  id: z.string(),
  name: z.string(),
  status: hostedStatusSchema,
  provider: z.object({ id: z.string(), name: z.string() }),
  /** Why the last run failed; null after a success. */
  failure: failureView.nullable(),
  /** Staff suspended it: its owner cannot resume it. */
  heldByStaff: z.boolean(),
  owner: z.object({ id: z.string(), name: z.string() }),
  createdAt: z.iso.datetime(),
});
export type HostedView = z.output<typeof hostedView>;
