import { z } from "zod";
import { createCommandBody } from "../commands/contract";
import { type Presence, presences } from "../contract";
import { few, fieldName, id, visible } from "../fields/contract";

/** Shapes of many executors together: filters, bulk actions, what happened, and figures over time. */
const yesOrNo = z.enum(["true", "false"]).transform((text) => text === "true");

export const fleetFilter = z.object({
  presence: z.enum(presences).optional(),
  templateId: id("ext").optional(),
  /** Uses another configuration than it should. */
  drifted: yesOrNo.optional(),
  version: z.string().max(64).optional(),
  ownerId: id("usr").optional(),
});
export type FleetFilter = z.output<typeof fleetFilter>;

export type FleetSummary = {
  total: number;
  byPresence: Record<Presence, number>;
  drifted: number;
  /** Programs in use, the most frequent first. */
  versions: { version: string; count: number }[];
};

export const bulkAction = z.discriminatedUnion("kind", [
  createCommandBody.extend({ kind: z.literal("command") }),
  z.strictObject({ kind: z.literal("revoke") }),
  z.strictObject({ kind: z.literal("template"), templateId: id("ext").nullable() }),
]);
export type BulkAction = z.output<typeof bulkAction>;
export const bulkBody = z.strictObject({
  ids: z.array(id("exe")).min(1).max(200),
  action: bulkAction,
  /** Only report what would happen to each. */
  dryRun: z.boolean().default(false),
});
export const bulkAnswer = z.object({
  dryRun: z.boolean(),
  affected: z.int(),
  results: z.array(z.object({ id: z.string(), name: z.string(), ok: z.boolean(), message: z.string() })),
});
export type BulkAnswer = z.output<typeof bulkAnswer>;

export const timelineItem = z.object({ id: z.string(), at: z.iso.datetime(), kind: z.string(), message: z.string() });
export type TimelineItem = z.output<typeof timelineItem>;

export const metricsRange = z.strictObject({ range: z.enum(["1h", "24h", "7d"]).default("1h") });
export const metricsAnswer = z.object({
  points: z.array(z.object({ at: z.iso.datetime(), metrics: z.record(z.string(), z.number()) })),
});
export type MetricsAnswer = z.output<typeof metricsAnswer>;

export type ProgramInfo = { version: string; sha256: string; bytes: number; url: string };

export const heartbeatBody = z.strictObject({
  version: visible(64),
  os: visible(100),
  hostname: visible(255),
  status: z.enum(["ok", "degraded", "error"]),
  configVersion: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  metrics: z.record(fieldName, z.number().min(-1e15).max(1e15)).refine(few, "At most 50.").optional(),
  /** The executor's own time. */
  clock: z.iso.datetime({ offset: true }).optional(),
  /** New at every start of the program. */
  bootId: z
    .string()
    .regex(/^[\w-]{8,64}$/)
    .optional(),
  /** The number that an earlier answer gave to this session. */
  fence: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional(),
});
export type Heartbeat = z.output<typeof heartbeatBody>;
export const heartbeatAnswer = z.object({
  serverTime: z.iso.datetime(),
  configVersion: z.int(),
  pendingCommands: z.int(),
  /** Milliseconds until the next one, with jitter so that the heartbeats of a fleet do not synchronise. */
  nextIn: z.int(),
  fence: z.int(),
  /** As in the configuration, and fresh. */
  reconnectSpreadMs: z.int(),
  clockMessage: z.string().nullable(),
});
