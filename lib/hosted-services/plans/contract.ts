import { z } from "zod";
import { hostedStatusSchema } from "../contract";

/** What a person may have of one kind, and has. */
export const hostedQuotaView = z.object({
  kind: z.string(),
  label: z.string(),
  used: z.number().int(),
  /** Null: no limit. */
  max: z.number().int().nullable(),
  /** `person`: set for this person. `role`: set for the role. `default`: of the kind. */
  source: z.enum(["person", "role", "default"]),
  /** What applies without a quota of the person. */
  ofRole: z.number().int().nullable(),
});
export type HostedQuotaView = z.output<typeof hostedQuotaView>;

const max = z.number().int().min(0).max(1_000_000);
const quotasOf = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject({
    quotas: z
      .array(z.strictObject({ kind: z.string().max(40), ...shape }))
      .min(1)
      .max(50),
  });

/** `max` null: what the role allows. */
export const personQuotasBody = quotasOf({ max: max.nullable() });
/** `max` null: the default of the kind. */
export const roleQuotasBody = quotasOf({ role: z.enum(["USER", "GUEST"]), max: max.nullable() });

const perRole = z.object({ USER: z.number().int(), GUEST: z.number().int() });
/** What the roles may have of one kind; staff have no limit. */
export const roleQuotaView = z.object({ kind: z.string(), label: z.string(), limits: perRole, defaults: perRole });
export type RoleQuotaView = z.output<typeof roleQuotaView>;

/** What a person has of the hosted services. */
export const hostedOverviewView = z.object({
  kinds: z.array(
    z.object({
      kind: z.string(),
      label: z.string(),
      /** The page with the list. */
      href: z.string(),
      used: z.number().int(),
      max: z.number().int().nullable(),
      byStatus: z.partialRecord(hostedStatusSchema, z.number().int()),
    }),
  ),
  attention: z.array(
    z.object({ id: z.string(), kind: z.string(), name: z.string(), href: z.string(), reason: z.string() }),
  ),
});
export type HostedOverviewView = z.output<typeof hostedOverviewView>;
