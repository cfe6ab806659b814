import { z } from "zod";
import { normaliseName } from "@/lib/core/typed-text";

/** Shapes of executors that browsers and the executor program may see. */
const name = z
  .string()
  .overwrite(normaliseName)
  .min(1)
  .max(60)
  .regex(/^[^\p{C}]*$/u, "Use visible characters only.");
const visible = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, "Control characters are not allowed.");
const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{26}$`), "This is not such an id.");
const fieldName = z.string().regex(/^[A-Za-z][\w.-]{0,63}$/);
const network = z
  .union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])
  .describe("An address, or a network such as 192.0.2.0/24.");
const settingValue = z.union([visible(1000), z.number(), z.boolean()]);
/** zod calls a record's many names one; this says how many there may be. */
const few = (record: object) => Object.keys(record).length <= 50;

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

export const heartbeatBody = z.strictObject({
  version: visible(64),
  os: visible(100),
  hostname: visible(255),
  status: z.enum(["ok", "degraded", "error"]),
  configVersion: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  metrics: z.record(fieldName, z.number().min(-1e15).max(1e15)).refine(few, "At most 50.").optional(),
  /** The executor's own time. */
  clock: z.iso.datetime({ offset: true }).optional(),
  /** New at every start of the program. */
  bootId: z
    .string()
    .regex(/^[\w-]{8,64}$/)
    .optional(),
  /** The number that an earlier answer gave to this session. */
  fence: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional(),
});
export type Heartbeat = z.output<typeof heartbeatBody>;
export const heartbeatAnswer = z.object({
  serverTime: z.iso.datetime(),
  configVersion: z.int(),
  pendingCommands: z.int(),
  /** Milliseconds until the next one, with jitter so that the heartbeats of a fleet do not synchronise. */
  nextIn: z.int(),
  fence: z.int(),
  /** As in the configuration, and fresh. */
  reconnectSpreadMs: z.int(),
  clockMessage: z.string().nullable(),
});

const addresses = z.array(network).max(50);
const expiresInDays = z.int().min(1).max(3650);
export const createExecutorBody = z.strictObject({
  name,
  templateId: id("ext").optional(),
  overrides: settingsSchema.default({}),
  addresses: addresses.default([]),
  expiresInDays: expiresInDays.optional(),
});
export type NewExecutor = z.output<typeof createExecutorBody>;
/** The version that the change is based on: with another current version it is refused (`changed_meanwhile`). */
const ifVersion = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);
export const updateExecutorBody = z
  .strictObject({
    name: name.optional(),
    templateId: id("ext").nullable().optional(),
    overrides: settingsSchema.optional(),
    addresses: addresses.optional(),
    expiresInDays: expiresInDays.nullable().optional(),
    /** Only show what would change. */
    dryRun: z.boolean().default(false),
    /** Of its configuration. */
    ifVersion: ifVersion.optional(),
  })
  .refine(
    ({ dryRun: _dryRun, ifVersion: _version, ...change }) => Object.keys(change).length > 0,
    "Change at least one field.",
  );
export type ExecutorChange = z.output<typeof updateExecutorBody>;
export const rotateSecretBody = z.strictObject({
  /** How long the old secret stays valid. */
  overlapMinutes: z.int().min(0).max(43_200).default(60),
});
export const batchBody = z.strictObject({
  /** First line `name` and optionally `template`, `zmqHost`, `zmqPort`; a line for each executor. */
  csv: z.string().min(1).max(200_000),
  /** Leave the secrets of a small batch, too, to the download: a lost answer then loses no secrets. */
  keepSecrets: z.boolean().default(false),
});
export const enrolmentBody = z.strictObject({
  name,
  templateId: id("ext").optional(),
  uses: z.int().min(1).max(1000).default(1),
  expiresInMinutes: z.int().min(1).max(43_200).default(60),
  addresses: addresses.default([]),
});
export const enrolBody = z.strictObject({
  token: z.string().max(100),
  name: name.optional(),
  machineId: visible(128).optional(),
  /** This machine is a copy of one that runs, and shall be an executor of its own. */
  asNew: z.boolean().default(false),
});

export const presences = ["never", "online", "late", "offline", "flapping", "revoked"] as const;
export type Presence = (typeof presences)[number];
/** A setting that did not exist before, or does not afterwards, has no value on that side. */
const change = z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() });
export const executorView = z.object({
  id: z.string(),
  name: z.string(),
  key: z.string(),
  owner: z.object({ id: z.string(), name: z.string() }),
  presence: z.enum(presences),
  lastSeenAt: z.iso.datetime().nullable(),
  version: z.string().nullable(),
  /** The version that it reported; the page marks one that differs from most of the fleet. */
  os: z.string().nullable(),
  hostname: z.string().nullable(),
  status: z.string().nullable(),
  metrics: z.record(z.string(), z.number()).nullable(),
  clockMessage: z.string().nullable(),
  templateId: z.string().nullable(),
  templateVersion: z.int().nullable(),
  overrides: settingsSchema,
  config: configSchema,
  configVersion: z.int(),
  appliedVersion: z.int().nullable(),
  /** It uses another configuration than it should. */
  drifted: z.boolean(),
  addresses: z.array(z.string()),
  expiresAt: z.iso.datetime().nullable(),
  previousUntil: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  lastUsedIp: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type ExecutorView = z.output<typeof executorView>;
export const createdExecutorView = executorView.extend({ secret: z.string() });
export const changedExecutorView = executorView.extend({ changes: z.array(change) });
export const rotatedSecretView = z.object({ secret: z.string(), previousUntil: z.iso.datetime() });
export const batchView = z.object({
  id: z.string(),
  state: z.enum(["queued", "running", "done", "failed"]),
  total: z.int(),
  made: z.int(),
  error: z.string().nullable(),
  /** Its secrets were fetched; they are shown once. */
  downloadedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  /** `name,key,secret`: with a small batch, which is done in the call, unless `keepSecrets` was said. */
  csv: z.string().optional(),
});
export type BatchView = z.output<typeof batchView>;
export const enrolmentView = z.object({
  id: z.string(),
  name: z.string(),
  templateId: z.string().nullable(),
  uses: z.int(),
  maxUses: z.int(),
  addresses: z.array(z.string()),
  expiresAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
});
export type EnrolmentView = z.output<typeof enrolmentView>;
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

export const templateBody = z.strictObject({ name, settings: settingsSchema.default({}) });
export const templateChange = z
  .strictObject({ name: name.optional(), settings: settingsSchema.optional(), ifVersion: ifVersion.optional() })
  .refine(({ ifVersion: _version, ...change }) => Object.keys(change).length > 0, "Change at least one field.");
export type TemplateChange = z.output<typeof templateChange>;
export const templateView = z.object({
  id: z.string(),
  name: z.string(),
  ownerId: z.string(),
  ownerName: z.string(),
  version: z.int(),
  liveVersion: z.int(),
  settings: settingsSchema,
  executors: z.int(),
  createdAt: z.iso.datetime(),
});
export type TemplateView = z.output<typeof templateView>;
export const rolloutBody = z.strictObject({
  stages: z
    .array(z.int().min(1).max(100))
    .min(1)
    .max(10)
    .refine((list) => list.at(-1) === 100 && list.every((share, n) => n === 0 || share > (list[n - 1] ?? 0)), {
      message: "Use growing shares that end with 100.",
    })
    .default([1, 10, 100]),
  /** How long a share must run without errors before the next. */
  soakSeconds: z.int().min(0).max(86_400).default(300),
  maxFailures: z.int().min(0).max(1000).default(0),
});
export const rolloutView = z.object({
  id: z.string(),
  templateId: z.string(),
  fromVersion: z.int(),
  toVersion: z.int(),
  stages: z.array(z.int()),
  stage: z.int(),
  state: z.enum(["running", "halted", "done", "rolled_back"]),
  reason: z.string().nullable(),
  /** Executors that follow the template now; of them those that were given the version, and those that work with it. */
  members: z.int(),
  given: z.int(),
  applied: z.int(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type RolloutView = z.output<typeof rolloutView>;
