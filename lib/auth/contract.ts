import { z } from "zod";
import { normaliseCode, normaliseEmail, normaliseName, normaliseTyped } from "@/lib/core/typed-text";
import { locales } from "@/lib/i18n/contract";

/** Shapes of accounts that a browser may see, and the rules its forms share with the server. */
export const roleSchema = z.enum(["ADMIN", "MANAGER", "USER", "GUEST"]);

export const emailSchema = z
  .string()
  .overwrite(normaliseEmail)
  .max(254, "Use at most 254 characters.")
  .pipe(z.email("Enter an e-mail address, such as ada@example.net."));

/** NIST SP 800-63B: length, not composition. Capped, since hashing a megabyte only helps an attacker. */
export const passwordSchema = z
  .string()
  .min(8, "Use at least 8 characters; 15 or more are better.")
  .max(256, "Use at most 256 characters.");

export const personNameSchema = z
  .string()
  .overwrite(normaliseName)
  .min(1, "Enter a name.")
  .max(80, "Use at most 80 characters.")
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, "Use no control characters.")
  // Names appear in mails: a web address in a name would make the panel send that link.
  .refine((name) => !/:\/\/|www\./i.test(name), "Use no web addresses.");

export const registerBody = z.strictObject({ email: emailSchema, name: personNameSchema, password: passwordSchema });
export const setupBody = registerBody.extend({ token: z.string().min(1).max(128) });

/** The language of the pages and mails of the account; null: as the browser asks. */
const localeSchema = z.enum(locales).nullable();
export const accountView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  locale: localeSchema,
});
export const changeAccountBody = z.strictObject({ locale: localeSchema });

const linkToken = z.string().regex(/^[0-9a-f]{64}$/, "Open the link of the mail again, whole.");

export const verifyEmailBody = z.strictObject({ token: linkToken });
/** The address may be left out when signed in. */
export const resendVerificationBody = z.strictObject({ email: emailSchema.optional() });
export const requestPasswordResetBody = z.strictObject({ email: emailSchema });
export const confirmPasswordResetBody = z.strictObject({ token: linkToken, password: passwordSchema });
export const changePasswordBody = z.strictObject({ current: z.string().min(1).max(256), next: passwordSchema });
export const changeEmailBody = z.strictObject({ email: emailSchema, password: z.string().min(1).max(256) });

/** Strings only: next-auth passes on any JSON that the client sent. */
export const signInBody = z.object({
  // PostgreSQL's texts cannot contain NUL; no address does.
  email: z
    .string()
    .overwrite(normaliseEmail)
    .min(1)
    .max(254)
    .regex(/^[^\0]*$/)
    // next-auth parses JSON by itself: half of a surrogate pair is no text that could be stored.
    .refine((text) => text.isWellFormed()),
  password: z.string().min(1).max(256),
  /** The second factor, when it is sent along at once. */
  code: z
    .string()
    .max(64)
    .transform((text) => normaliseCode(text) || undefined)
    .optional(),
  method: z.enum(["totp", "sms", "email", "backup_code"]).optional().catch(undefined),
  /** "Keep me signed in"; forms send text. */
  remember: z
    .union([z.boolean(), z.string().transform((text) => text === "true" || text === "on")])
    .optional()
    .catch(undefined),
});

export const sessionView = z.object({
  id: z.string(),
  device: z.enum(["computer", "phone", "tablet", "program"]),
  browser: z.string(),
  os: z.string(),
  ip: z.string().nullable(),
  place: z.string().nullable(),
  userAgent: z.string().nullable(),
  serverId: z.string().nullable(),
  withFactor: z.boolean(),
  isNewDevice: z.boolean(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  current: z.boolean(),
});

export const userView = z.object({
  id: z.string(),
  /** Shortened for managers. */
  email: z.string().nullable(),
  name: z.string(),
  role: roleSchema,
  disabled: z.boolean(),
  servers: z.number().int(),
  quota: z.object({ servers: z.number(), memory: z.number(), cpu: z.number(), diskSpace: z.number() }),
  createdAt: z.iso.datetime(),
});
export type UserView = z.output<typeof userView>;

export const userDetailView = userView.extend({
  emailVerified: z.boolean(),
  factors: z.array(z.string()),
  /** When an administrator's reset of the factors takes effect. */
  factorResetDueAt: z.iso.datetime().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
  tokens: z.number().int(),
});
export type UserDetailView = z.output<typeof userDetailView>;

export const inviteUserBody = z.strictObject({ email: emailSchema, name: personNameSchema, role: roleSchema });

const addressSchema = z
  .string()
  .overwrite((text) => normaliseTyped(text).toLowerCase())
  .pipe(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], "Use an address or a network, such as 192.0.2.0/24."));

export const createTokenBody = z.strictObject({
  name: personNameSchema,
  scopes: z.array(z.string().max(64)).min(1).max(50),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
  /** The only servers it may touch. */
  servers: z.array(z.string().max(40)).min(1).max(100).optional(),
  /** Addresses or networks it may be used from. */
  addresses: z.array(addressSchema).min(1).max(50).optional(),
});
export const rotateTokenBody = z.strictObject({ overlapMinutes: z.number().int().min(0).max(10_080).default(60) });

export const tokenView = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  lastUsedIp: z.string().nullable(),
  /** Its first characters. */
  start: z.string(),
  servers: z.array(z.string()).nullable(),
  addresses: z.array(z.string()),
  /** Until when the secret before the last rotation still works. */
  previousUntil: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type TokenView = z.output<typeof tokenView>;
export const createdTokenView = tokenView.extend({ token: z.string() });

export const patchUserBody = z.strictObject({
  role: roleSchema.optional(),
  disabled: z.boolean().optional(),
  quota: z
    .strictObject({
      servers: z.number().int().min(0).max(10_000),
      memory: z.number().min(0).max(100_000),
      cpu: z.number().min(0).max(10_000),
      diskSpace: z.number().min(0).max(1_000_000),
    })
    .partial()
    .optional(),
});
