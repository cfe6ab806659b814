import { z } from "zod";

/**
 * What an agent posts. `metrics` names the columns of `samples`: [time in milliseconds, reading, reading …]; null is "no
 * reading". Names that the panel does not know are ignored, so that a newer agent works with an older panel.
 */
const reading = z.number().nullable();
const row = z.array(reading).min(1).max(65);

export const containerFigures = z.object({
  name: z.string().max(200),
  state: z.string().max(32),
  cpuPercent: z.number().nullable(),
  memoryBytes: z.number().nullable(),
});

export const machineFacts = z.object({
  cores: z.int().min(1).max(100_000).optional(),
  memoryBytes: z.number().min(0).optional(),
  diskBytes: z.number().min(0).optional(),
  uptimeSeconds: z.number().min(0).optional(),
  kernel: z.string().max(200).optional(),
  /** File systems, the fullest first. */
  disks: z
    .array(z.object({ path: z.string().max(300), totalBytes: z.number(), percent: z.number() }))
    .max(32)
    .optional(),
  containers: z.array(containerFigures).max(200).optional(),
  /** Collectors that failed, with the reason. */
  failures: z.record(z.string().max(40), z.string().max(300)).optional(),
});
export type MachineFacts = z.output<typeof machineFacts>;

/** Unknown fields are ignored, and facts of another form are left out: no sample is lost by them. */
export const metricsBody = z.object({
  protocol: z.literal(1),
  sentAt: z.number(),
  bootId: z.string().regex(/^[\w-]{8,64}$/),
  fingerprint: z.string().regex(/^[\w-]{8,64}$/),
  version: z.string().max(40),
  /** Names, or the number of the first metrics of machines in the registry, which only grows at its end. */
  metrics: z.union([z.array(z.string().max(60)).max(64), z.int().min(0).max(64)]),
  samples: z.array(row).max(360),
  /** The same, taken every second while somebody looks: published, not stored. */
  live: z.array(row).max(60).default([]),
  facts: machineFacts.optional().catch(undefined),
});
export type MetricsBody = z.output<typeof metricsBody>;

export const metricsAnswerBody = z.object({
  serverTime: z.iso.datetime(),
  /** Samples that the panel has now, and those that are too old to be kept. */
  stored: z.int(),
  refused: z.int(),
  intervalSeconds: z.int(),
  /** Send a sample each second for so long; 0: nobody looks. */
  watchSeconds: z.int(),
  /** Version of the program that the panel serves. */
  programVersion: z.string(),
});
