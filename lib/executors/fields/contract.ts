import { z } from "zod";
import { normaliseName } from "@/lib/core/typed-text";

/** Fields that several contracts of executors have. */
export const name = z
  .string()
  .overwrite(normaliseName)
  .min(1)
  .max(60)
  .regex(/^[^\p{C}]*$/u, "Use visible characters only.");
export const visible = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, "Control characters are not allowed.");
export const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{26}$`), "This is not such an id.");
export const fieldName = z.string().regex(/^[A-Za-z][\w.-]{0,63}$/);
export const network = z
  .union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])
  .describe("An address, or a network such as 192.0.2.0/24.");
export const settingValue = z.union([visible(1000), z.number(), z.boolean()]);
/** zod calls a record's many names one; this says how many there may be. */
export const few = (record: object) => Object.keys(record).length <= 50;
export const addresses = z.array(network).max(50);
/** The version that the change is based on: with another current version it is refused (`changed_meanwhile`). */
export const ifVersion = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);
