import { z } from "zod";

/** Secrets of executors. */
export const rotateSecretBody = z.strictObject({
  /** How long the old secret stays valid. */
  overlapMinutes: z.int().min(0).max(43_200).default(60),
});
export const rotatedSecretView = z.object({ secret: z.string(), previousUntil: z.iso.datetime() });
