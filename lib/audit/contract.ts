import { z } from "zod";
import { normaliseTyped } from "@/lib/core/typed-text";

export const auditClasses = ["security", "write", "read"] as const;
export type AuditClass = (typeof auditClasses)[number];
export const auditOutcomes = ["success", "refused"] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

const short = z.string().overwrite(normaliseTyped).min(1).max(200);
/** A date or a time that exists and that the database can store. */
const moment = z.iso
  .datetime({ offset: true })
  .or(z.iso.date())
  .refine((text) => {
    const year = new Date(text).getUTCFullYear();
    return year >= 1970 && year <= 9999;
  }, "Use a date between 1970 and 9999, such as 2026-11-26.");

/** `GET /api/admin/audit` and `GET /api/account/audit`. Times are ISO 8601; `from` counts, `to` does not. */
export const auditQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(40),
  cursor: z
    .string()
    .regex(/^aud_[0-9a-z]{26}$/, "Use the nextCursor of the page before.")
    .optional(),
  /** Anything in action, target, address, request or details; an e-mail address finds what that person did. */
  q: z.string().trim().max(100).optional(),
  /** An id, or for administrators an e-mail address. */
  actor: short.optional(),
  /** An action, or with a dot at the end all of a resource: `server.`. */
  action: short.optional(),
  targetKind: short.optional(),
  target: short.optional(),
  ip: short.optional(),
  outcome: z.enum(auditOutcomes).optional(),
  class: z.enum(auditClasses).optional(),
  from: moment.optional(),
  to: moment.optional(),
  format: z.enum(["json", "csv", "ndjson"]).default("json"),
});
export type AuditQuery = z.output<typeof auditQuery>;

export const auditEntryView = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.object({
    kind: z.string(),
    id: z.string().nullable(),
    name: z.string().nullable(),
    email: z.string().nullable(),
  }),
  action: z.string(),
  class: z.enum(auditClasses),
  outcome: z.enum(auditOutcomes),
  targetKind: z.string(),
  targetId: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  /** Its place in the hash chains. */
  chain: z.number().int().nullable(),
  seq: z.number().int().nullable(),
});
export type AuditEntryView = z.output<typeof auditEntryView>;

export const verificationView = z.object({
  ok: z.boolean(),
  /** Entries and seals that were read. */
  entries: z.number().int(),
  chains: z.number().int(),
  seals: z.number().int(),
  /** Entries newer than the last seal: signed, but their removal could not be detected yet. */
  unsealed: z.number().int(),
  /** Entries whose personal data was erased. */
  erased: z.number().int(),
  lastSeal: z.object({ seq: z.number().int(), at: z.iso.datetime(), mac: z.string() }).nullable(),
  entriesPerSecond: z.number(),
  /** The first thing that is wrong, and how many chains and seals have something wrong. */
  firstBad: z
    .object({
      what: z.enum(["entry", "seal", "chain"]),
      id: z.string(),
      chain: z.number().nullable(),
      seq: z.number().nullable(),
      reason: z.string(),
    })
    .nullable(),
  problems: z.number().int(),
  /** The whole result as text. */
  summary: z.string(),
});
export type Verification = z.output<typeof verificationView>;
