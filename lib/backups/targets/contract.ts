import { z } from "zod";

/** Kinds of places for backups, with the settings of each. */
export const targetKinds = ["local", "s3"] as const;
export type TargetKind = (typeof targetKinds)[number];

export const localSettings = z.strictObject({
  /** Unset: `backups` in DATA_DIR. */
  folder: z.string().trim().max(500).regex(/^\//, "Give the whole path, from /.").optional(),
});
export type LocalSettings = z.output<typeof localSettings>;

export const checksumModes = ["when-required", "when-supported"] as const;

export const s3Settings = z.strictObject({
  /** Unset: the vendor's own for the region. */
  endpoint: z.url({ protocol: /^https?$/, error: "Give the address, such as https://s3.example.net." }).optional(),
  region: z.string().trim().min(1, "Give the region.").max(60).default("us-east-1"),
  bucket: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "Give the name of the bucket."),
  prefix: z
    .string()
    .trim()
    .max(200)
    .regex(/^([\w.-]+\/)*$/, "End the prefix with a slash, such as panel/.")
    .default(""),
  accessKeyId: z.string().trim().min(1, "Give the access key.").max(200),
  /** Many services other than the vendor's need it. */
  pathStyle: z.boolean().default(true),
  /** Some services refuse the checksums that newer clients send by default. */
  checksums: z.enum(checksumModes).default("when-required"),
});
export type S3Settings = z.output<typeof s3Settings>;

const name = z.string().trim().min(1, "Give the place a name.").max(60);
export const targetBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("local"), name, settings: localSettings }),
  z.strictObject({
    kind: z.literal("s3"),
    name,
    settings: s3Settings,
    secret: z.string().min(1, "Give the secret key.").max(200),
  }),
]);
export type TargetBody = z.output<typeof targetBody>;

export const targetView = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  settings: z.record(z.string(), z.unknown()),
  hasSecret: z.boolean(),
});
export type TargetView = z.output<typeof targetView>;
