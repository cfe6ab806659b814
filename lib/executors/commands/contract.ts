import { z } from "zod";

/** Shapes of commands to executors; for browsers and the executor program. */
const visible = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, "Control characters are not allowed.");

export const commandStates = [
  "queued",
  "delivered",
  "acked",
  "running",
  "done",
  "failed",
  "expired",
  "cancelled",
] as const;
export type CommandState = (typeof commandStates)[number];
export const createCommandBody = z.strictObject({
  type: z.string().regex(/^[a-z][a-z.-]{0,39}$/),
  payload: z.record(z.string(), z.unknown()).default({}),
  ttlSeconds: z.int().min(5).max(86_400).optional(),
});
export const commandView = z.object({
  id: z.string(),
  executorId: z.string(),
  seq: z.int(),
  type: z.string(),
  payload: z.unknown(),
  state: z.enum(commandStates),
  attempts: z.int(),
  progress: z.unknown(),
  output: z.unknown(),
  error: z.string().nullable(),
  expiresAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  deliveredAt: z.iso.datetime().nullable(),
  ackedAt: z.iso.datetime().nullable(),
  /** Number of the session that acknowledged it; null when that did not say. */
  ackedFence: z.int().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type CommandView = z.output<typeof commandView>;
/** What an executor is sent. `payload` is absent from a push that would be over 8 kB: fetch it by the list. */
export const deliveredCommand = z.object({
  id: z.string(),
  executorId: z.string(),
  seq: z.int(),
  type: z.string(),
  payload: z.unknown().optional(),
  claim: z.literal(true).optional(),
  expiresAt: z.iso.datetime(),
  keyId: z.string(),
  /** Ed25519 over the canonical JSON of {executorId, exp, id, seq, sha256, type}, base64. */
  signature: z.string(),
});
export type DeliveredCommand = z.output<typeof deliveredCommand>;
export const pendingQuery = z.strictObject({
  wait: z.coerce.number().int().min(0).max(30).default(0),
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(0),
});
export const progressBody = z.strictObject({
  percent: z.number().min(0).max(100).optional(),
  message: visible(1000).optional(),
});
const jsonUpTo64k = z.unknown().refine((value) => (JSON.stringify(value) ?? "").length <= 65_536, "At most 64 kB.");
export const resultBody = z.strictObject({
  status: z.enum(["done", "failed"]),
  output: jsonUpTo64k.optional(),
  error: z.string().max(4000).optional(),
});

/** A kind of command as forms draw it: `schema` is the JSON schema of its payload. */
export type CommandTypeView = {
  type: string;
  summary: string;
  ttlSeconds: number;
  schema: Record<string, unknown>;
};
