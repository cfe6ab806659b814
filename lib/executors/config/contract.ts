import { z } from "zod";
import { few, fieldName, settingValue } from "../fields/contract";

/** The configuration of an executor: its layers, the result, and what the program gets. */
/** A host as people write it, `tcp://localhost` or `[::1]` too, as the bare name or address. Pure. */
export function bareHost(text: string): string {
  return text
    .trim()
    .replace(/^tcp:\/\//i, "")
    .replace(/\/$/, "")
    .replace(/^\[([^\]]*)\]$/, "$1");
}
const isHost = (text: string) => z.ipv6().safeParse(text).success || /^[A-Za-z0-9.-]{1,253}$/.test(text);
/** One layer of configuration: what it leaves out comes from the layer below. */
export const settingsSchema = z.strictObject({
  zmqHost: z
    .string()
    .overwrite(bareHost)
    .refine((text) => isHost(text), {
      error: ({ input }) =>
        /:\d{1,5}$/.test(String(input))
          ? "Use the host alone: the port has a field of its own."
          : "Use a host name or an address, such as localhost or 192.0.2.1.",
    })
    .optional(),
  zmqPort: z.int().min(1).max(65_535).optional(),
  heartbeatIntervalMs: z.int().min(5_000).max(300_000).optional(),
  commandTimeoutMs: z.int().min(1_000).max(600_000).optional(),
  features: z.record(fieldName, z.boolean().nullable()).refine(few, "At most 50.").optional(),
  settings: z.record(fieldName, settingValue.nullable()).refine(few, "At most 50.").optional(),
});
export type ExecutorSettings = z.output<typeof settingsSchema>;
export const configSchema = z.object({
  zmqHost: z.string(),
  zmqPort: z.int(),
  heartbeatIntervalMs: z.int(),
  commandTimeoutMs: z.int(),
  features: z.record(z.string(), z.boolean()),
  settings: z.record(z.string(), settingValue),
});
export type ExecutorConfig = z.output<typeof configSchema>;
/** What every executor starts from. The bridge listens on the executor's own machine. */
export const baseConfig: ExecutorConfig = {
  zmqHost: "127.0.0.1",
  zmqPort: 5555,
  heartbeatIntervalMs: 30_000,
  commandTimeoutMs: 10_000,
  features: {},
  settings: {},
};
/** Answer of GET /api/executor/config. Programs ignore fields they do not know. */
export const configAnswer = z.object({
  success: z.literal(true),
  config: configSchema.extend({
    executorId: z.string(),
    name: z.string(),
    pusherKey: z.string(),
    pusherCluster: z.string(),
    /** Absent with hosted Pusher. */
    pusherHost: z.string().optional(),
    pusherPort: z.int().optional(),
    pusherTls: z.boolean(),
    channel: z.string(),
    platformUrl: z.string(),
    configVersion: z.int(),
    secretExpiresAt: z.iso.datetime().nullable(),
    /** Reconnect within this time, at random, after a lost connection: the larger the fleet, the longer. */
    reconnectSpreadMs: z.int(),
    /** Ed25519 public keys (32 bytes, base64) that commands may be signed with. */
    signingKeys: z.array(z.object({ id: z.string(), publicKey: z.string() })),
  }),
});
export type ConfigAnswer = z.output<typeof configAnswer>;
export const restoreBody = z.strictObject({
  version: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
});
export const configVersionView = z.object({
  version: z.int(),
  config: configSchema,
  cause: z.string(),
  author: z.string().nullable(),
  at: z.iso.datetime(),
});
export type ConfigVersionView = z.output<typeof configVersionView>;
