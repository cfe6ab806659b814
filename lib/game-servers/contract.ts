import { z } from "zod";
import { normaliseEmail, normaliseName } from "@/lib/core/typed-text";
import {
  crashCause,
  failureView,
  type WorkloadStatus,
  workloadStatuses,
  workloadStatusSchema,
} from "@/lib/workloads/contract";

/** Shapes of game servers that a browser may see, and the rules that its forms share with the server. */
export const serverStatuses = workloadStatuses;
export const serverStatusSchema = workloadStatusSchema;
export type ServerStatus = WorkloadStatus;

export const powerActions = ["start", "stop", "restart", "kill"] as const;
export type PowerAction = (typeof powerActions)[number];

export const serverNameSchema = z
  .string("Enter a name.")
  .overwrite(normaliseName)
  .min(1, "Enter a name.")
  .max(60, "Use at most 60 characters.")
  .regex(/^[^\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]*$/u, "Use no control or invisible characters.");

const halfSteps = (value: number) => Number.isInteger(value * 2);

export const memorySchema = z
  .number("Enter a number of GiB.")
  .min(0.5, "Use at least 0.5 GiB.")
  .max(1024, "Use at most 1024 GiB.")
  .refine(halfSteps, "Use steps of half a GiB.");
export const diskSpaceSchema = z
  .number("Enter a whole number of GiB.")
  .int("Use whole GiB.")
  .min(1, "Use at least 1 GiB.")
  .max(65_536, "Use at most 65536 GiB.");
export const cpuSchema = z
  .number("Enter a number of CPUs.")
  .min(0.25, "Use at least a quarter of a CPU.")
  .max(128, "Use at most 128 CPUs.")
  .refine((value) => Number.isInteger(value * 4), "Use steps of a quarter of a CPU.");

const slugSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "Use a short name from the list on offer.");
export const environmentSchema = z
  .record(z.string().max(64), z.string("Use text.").max(500, "Use at most 500 characters."))
  .refine((record) => Object.keys(record).length <= 100, "Set at most 100 variables.");

export const createServerBody = z.strictObject({
  name: serverNameSchema,
  memory: memorySchema,
  diskSpace: diskSpaceSchema,
  cpu: cpuSchema.default(1),
  template: slugSchema.optional(),
  region: slugSchema.optional(),
  version: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,40}$/, "Use a version from the list on offer.")
    .optional(),
  environment: environmentSchema.default({}),
});
export type CreateServerInput = z.output<typeof createServerBody>;

export const patchServerBody = z
  .strictObject({
    name: serverNameSchema,
    memory: memorySchema,
    diskSpace: diskSpaceSchema,
    cpu: cpuSchema,
    environment: environmentSchema,
  })
  .partial()
  .refine((body) => Object.keys(body).length > 0, "Send at least one field to change.");
export type PatchServerInput = z.output<typeof patchServerBody>;

export const powerBody = z.strictObject({ action: z.enum(powerActions) });

export const commandBody = z.strictObject({
  command: z
    .string()
    .trim()
    .min(1, "Enter a command.")
    .max(1000, "Use at most 1000 characters.")
    .regex(/^[^\p{Cc}]*$/u, "Use one line without control characters."),
});
export const commandResult = z.object({ output: z.string(), truncated: z.boolean() });

export const panelLogin = z.object({ url: z.string(), username: z.string(), password: z.string() });

export const serverView = z.object({
  id: z.string(),
  name: z.string(),
  status: serverStatusSchema,
  template: z.string(),
  region: z.string(),
  version: z.string().nullable(),
  memory: z.number(),
  diskSpace: z.number(),
  cpu: z.number(),
  ipAddress: z.string().nullable(),
  port: z.number().int().nullable(),
  rconPort: z.number().int(),
  rconPassword: z.null(),
  hasCredentials: z.boolean(),
  /** Why it failed or crashed, as a text for its owner. */
  failure: failureView.nullable(),
  /** Whether a run is in progress; most changes wait until it is done. */
  busy: z.boolean(),
  owner: z.object({ id: z.string(), name: z.string() }),
  createdAt: z.iso.datetime(),
});
export type ServerView = z.output<typeof serverView>;

export const serverDetailView = serverView.extend({
  environment: z.record(z.string(), z.string()),
  onlineSince: z.iso.datetime().nullable(),
  node: z.string().nullable(),
  /** The last change of the address, for a week. `comesBack`: the old port is kept for it. */
  addressChange: z.object({ from: z.string(), at: z.iso.datetime(), comesBack: z.boolean() }).nullable(),
  /** Why it is where it is. `considered` (staff only): every machine that was considered. */
  placement: z
    .object({
      because: z.string(),
      considered: z.array(z.object({ node: z.string(), address: z.string(), reason: z.string() })),
    })
    .nullable(),
  /** How its disk size is kept: by a quota of the file system, or by the panel that watches it. */
  diskLimit: z.enum(["quota", "watch"]),
  /** How the game ended, with its cause, until the server is online again. `lines`: for those who may read the console. */
  crash: z
    .object({
      at: z.iso.datetime(),
      exitCode: z.number().int().nullable(),
      cause: crashCause,
      lines: z.array(z.string()),
    })
    .nullable(),
  /** The restart after a crash that has not begun, and can be cancelled. `inMs`: from this answer on. */
  restart: z
    .object({ attempt: z.number().int(), of: z.number().int(), inMs: z.number().int().nonnegative() })
    .nullable(),
  /** A larger size that may help. `problem`: why the quota does not allow it; null when it does. */
  fix: z
    .object({ field: z.enum(["memory", "diskSpace"]), value: z.number(), problem: z.string().nullable() })
    .nullable(),
  /** Why the current run waits (the engine is unreachable, the machine's disk is full); it continues automatically. */
  waiting: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type ServerDetailView = z.output<typeof serverDetailView>;

export const createdServerView = serverView
  .omit({ rconPassword: true, hasCredentials: true, failure: true, busy: true, owner: true })
  .extend({ rconPassword: z.string(), panel: panelLogin });
export type CreatedServerView = z.output<typeof createdServerView>;

export const credentialsView = z.object({
  ipAddress: z.string().nullable(),
  port: z.number().int().nullable(),
  rconPort: z.number().int(),
  rconPassword: z.string(),
  panel: panelLogin,
});
export type CredentialsView = z.output<typeof credentialsView>;

/** One action on many servers; with `dryRun` only what would happen to each. */
export const bulkServersBody = z.strictObject({
  ids: z
    .array(z.string().regex(/^srv_[0-9a-z]{26}$/, "Use ids of servers."))
    .min(1, "Choose at least one server.")
    .max(100, "Choose at most 100 servers."),
  action: z.enum(["start", "stop", "restart", "delete"]),
  dryRun: z.boolean().default(false),
});
export type BulkServersBody = z.output<typeof bulkServersBody>;
export const bulkServersAnswer = z.object({
  dryRun: z.boolean(),
  affected: z.int(),
  results: z.array(z.object({ id: z.string(), name: z.string(), ok: z.boolean(), message: z.string() })),
});
export type BulkServersAnswer = z.output<typeof bulkServersAnswer>;

export const serverEventView = z.object({
  sequence: z.number().int(),
  at: z.iso.datetime(),
  run: z.string().nullable(),
  step: z.string(),
  status: z.string(),
  message: z.string(),
  durationMs: z.number().int().nullable(),
});
export type ServerEventView = z.output<typeof serverEventView>;

export const runView = z.object({
  id: z.string(),
  serverId: z.string(),
  serverName: z.string().nullable(),
  kind: z.string(),
  state: z.string(),
  currentStep: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  errorDetail: z.string().nullable(),
  createdAt: z.iso.datetime(),
  durationMs: z.number().int().nullable(),
  steps: z.array(
    z.object({
      step: z.string(),
      status: z.string(),
      attempt: z.number().int(),
      durationMs: z.number().int().nullable(),
    }),
  ),
});
export type RunView = z.output<typeof runView>;

/** What a server may be shared for. Only the owner may delete and share. */
export const memberPermissions = [
  "server.read",
  "server.console",
  "server.command",
  "server.power",
  "server.update",
  "server.reinstall",
  "server.credentials",
] as const;
export type MemberPermission = (typeof memberPermissions)[number];

const memberPermissionsSchema = z.array(z.enum(memberPermissions)).max(memberPermissions.length);
export const addMemberBody = z.strictObject({
  email: z
    .string()
    .overwrite(normaliseEmail)
    .max(254)
    .pipe(z.email("Enter an e-mail address, such as ada@example.net.")),
  permissions: memberPermissionsSchema,
});
export const changeMemberBody = z.strictObject({ permissions: memberPermissionsSchema });

export const serverMemberView = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  permissions: z.array(z.enum(memberPermissions)),
  createdAt: z.iso.datetime(),
});
export type ServerMemberView = z.output<typeof serverMemberView>;
