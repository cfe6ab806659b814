import { z } from "zod";
import { normaliseCode, normaliseTyped } from "@/lib/core/typed-text";
import { personNameSchema } from "../contract";

/** Methods of the second factor, the strongest and easiest first. */
export const factorMethods = ["passkey", "totp", "sms", "email", "backup_code"] as const;
export type FactorMethod = (typeof factorMethods)[number];
export type ConfirmationMethod = FactorMethod | "password";

/** Shapes of the second-factor routes. */
export const factorMethodSchema = z.enum(factorMethods);
export const confirmationMethodSchema = z.enum([...factorMethods, "password"]);

const code = z.string().max(64).overwrite(normaliseCode).min(1, "Enter the code.");
/** A browser's WebAuthn answer; validated by the library. */
const credential = z.looseObject({ id: z.string().max(1024) });

export const codeBody = z.strictObject({ code });
export const answerBody = z.strictObject({
  method: factorMethodSchema,
  code: code.optional(),
  credential: credential.optional(),
});
export const stepUpBody = z.strictObject({
  method: confirmationMethodSchema,
  code: code.optional(),
  credential: credential.optional(),
  password: z.string().min(1).max(256).optional(),
});
export const challengeBody = z.strictObject({
  method: factorMethodSchema,
  /** Default: step-up for a signed-in person, sign-in for everybody else. */
  purpose: z.enum(["sign_in", "step_up"]).optional(),
});

/** E.164: plus, country code, at most 15 digits. Spaces, dots, hyphens and brackets are for people. */
export const smsSetupBody = z.strictObject({
  phone: z
    .string()
    .max(32)
    .overwrite((text) => normaliseTyped(text).replace(/[\s().-]/g, ""))
    .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, "Use the international form, such as +44 7700 900123.")),
});
export const passkeyBody = z.strictObject({ name: personNameSchema, credential });

export const methodsView = z.object({ methods: z.array(factorMethodSchema), expiresAt: z.iso.datetime() });
export const challengeView = z.object({
  method: factorMethodSchema,
  expiresAt: z.iso.datetime(),
  sentTo: z.string().optional(),
  options: z.unknown().optional(),
});
export const totpSetupView = z.object({ secret: z.string(), otpauthUri: z.string(), qrCode: z.string() });
export const codeSentView = z.object({ sentTo: z.string(), expiresAt: z.iso.datetime() });
export const backupCodesView = z.object({ backupCodes: z.array(z.string()) });
export const enrolledView = z.object({ backupCodes: z.array(z.string()).nullable() });

const used = { createdAt: z.iso.datetime(), lastUsedAt: z.iso.datetime().nullable() };
export const factorsView = z.object({
  factors: z.array(z.object({ method: z.enum(["totp", "sms", "email"]), hint: z.string().nullable(), ...used })),
  passkeys: z.array(z.object({ id: z.string(), name: z.string(), synced: z.boolean(), ...used })),
  backupCodesLeft: z.number().int(),
  smsAvailable: z.boolean(),
  required: z.boolean(),
});
