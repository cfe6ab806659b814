import { z } from "zod";
import { normaliseName } from "@/lib/core/typed-text";
import { machineFacts } from "../samples/contract";

export const machineName = z
  .string()
  .overwrite(normaliseName)
  .min(1)
  .max(60)
  .regex(/^[^\p{C}]*$/u, "Use visible characters only.");

export const enrolmentBody = z.strictObject({ name: machineName.optional() });
export const enrolmentView = z.object({
  id: z.string(),
  token: z.string(),
  /** The line to type on the machine. */
  command: z.string(),
  /** SHA-256 of the program that the command installs, and the line that checks it there; null when it was not built. */
  program: z.object({ sha256: z.string(), check: z.string() }).nullable(),
  expiresAt: z.iso.datetime(),
});

export const registerBody = z.strictObject({
  enrolmentToken: z.string().max(100),
  hostname: z.string().min(1).max(253),
  os: z.string().min(1).max(200),
  version: z.string().min(1).max(40),
  /** Hash of what identifies the machine. */
  fingerprint: z
    .string()
    .regex(/^[\w-]{8,64}$/)
    .optional(),
});
export const registerAnswer = z.object({ agentId: z.string(), token: z.string(), intervalSeconds: z.int() });

export const renameBody = z.strictObject({ name: machineName });
export const rotateTokenBody = z.strictObject({
  /** How long the old token stays valid. */
  overlapMinutes: z.int().min(0).max(43_200).default(60),
});
export const rotatedTokenView = z.object({ token: z.string(), previousUntil: z.iso.datetime() });

export const presences = ["waiting", "online", "late", "offline", "revoked"] as const;
export type MachinePresence = (typeof presences)[number];

export const machineView = z.object({
  id: z.string(),
  name: z.string(),
  /** Null: a machine of the panel itself. */
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  isLocal: z.boolean(),
  presence: z.enum(presences),
  hostname: z.string().nullable(),
  os: z.string().nullable(),
  version: z.string().nullable(),
  lastSampleAt: z.iso.datetime().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
  /** How far its clock is ahead, in milliseconds. */
  clockSkewMs: z.int().nullable(),
  copySeenAt: z.iso.datetime().nullable(),
  /** The newest readings, by name of the metric. */
  readings: z.record(z.string(), z.number()),
  /** CPU of the last hours in percent, ten minutes each. */
  spark: z.array(z.number()),
  createdAt: z.iso.datetime(),
});
export type MachineView = z.output<typeof machineView>;

export const machineDetail = machineView.extend({
  facts: machineFacts.nullable(),
  previousUntil: z.iso.datetime().nullable(),
});
export type MachineDetail = z.output<typeof machineDetail>;

export const machineSorts = ["name", "cpu", "memory", "disk", "network", "seen"] as const;
/** A fleet of a thousand is one page. */
export const mostMachines = 1_000;
export const fleetFilter = z.object({
  presence: z.enum(presences).optional(),
  /** `1`: those that are away, were copied, or whose CPU moved by 20 points within the last hour. */
  changed: z.literal("1").optional(),
  sort: z.enum(machineSorts).default("name"),
  limit: z.coerce.number().int().min(1).max(mostMachines).default(mostMachines),
  /** The `nextCursor` of the page before. */
  cursor: z
    .string()
    .regex(/^mch_[0-9a-z]{26}$/, "Use the nextCursor of the page before.")
    .optional(),
});
export type FleetFilter = z.output<typeof fleetFilter>;
