import { z } from "zod";

/** Shapes of accounts that a browser may see, and the rules its forms share with the server. */
export const roleSchema = z.enum(["ADMIN", "MANAGER", "USER", "GUEST"]);

export const emailSchema = z
  .string()
  .trim()
  .max(254, "Use at most 254 characters.")
  .pipe(z.email("Enter an e-mail address, such as ada@example.net."))
  .transform((text) => text.toLowerCase());

/** NIST SP 800-63B: length, not composition. Capped, since hashing a megabyte helps nobody but an attacker. */
export const passwordSchema = z
  .string()
  .min(8, "Use at least 8 characters; 15 or more are better.")
  .max(256, "Use at most 256 characters.");

export const personNameSchema = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(80, "Use at most 80 characters.")
  .regex(/^[^\p{Cc}\p{Cf}]*$/u, "Use no control characters.");

export const registerBody = z.strictObject({ email: emailSchema, name: personNameSchema, password: passwordSchema });
export const setupBody = registerBody.extend({ token: z.string().min(1).max(128) });

const linkToken = z.string().regex(/^[0-9a-f]{64}$/, "Open the link of the mail again, whole.");

export const verifyEmailBody = z.strictObject({ token: linkToken });
/** The address may be left out when signed in. */
export const resendVerificationBody = z.strictObject({ email: emailSchema.optional() });
export const requestPasswordResetBody = z.strictObject({ email: emailSchema });
export const confirmPasswordResetBody = z.strictObject({ token: linkToken, password: passwordSchema });
export const changePasswordBody = z.strictObject({ current: z.string().min(1).max(256), next: passwordSchema });
export const changeEmailBody = z.strictObject({ email: emailSchema, password: z.string().min(1).max(256) });

/** Strings only: next-auth hands over whatever JSON the client sent. */
export const signInBody = z.object({
  // PostgreSQL's texts cannot hold a NUL; nobody's address does.
  email: z
    .string()
    .trim()
    .min(1)
    .max(254)
    .regex(/^[^\0]*$/),
  password: z.string().min(1).max(256),
});

export const sessionView = z.object({
  id: z.string(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  current: z.boolean(),
});

export const userView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  disabled: z.boolean(),
  servers: z.number().int(),
  quota: z.object({ servers: z.number(), memory: z.number(), cpu: z.number(), diskSpace: z.number() }),
  createdAt: z.iso.datetime(),
});
export type UserView = z.output<typeof userView>;

export const createTokenBody = z.strictObject({
  name: personNameSchema,
  scopes: z.array(z.string().max(64)).min(1).max(50),
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});

export const tokenView = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
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
