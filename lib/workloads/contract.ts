import { z } from "zod";

/** States of whatever runs as containers. */
export const workloadStatuses = [
  "provisioning",
  "online",
  "failed",
  "starting",
  "stopping",
  "offline",
  "crashed",
  "suspended",
  "deleting",
] as const;
export const workloadStatusSchema = z.enum(workloadStatuses);
export type WorkloadStatus = (typeof workloadStatuses)[number];

/** One entry of a timeline: of a workload, or of what a customer has at a provider. */
export type TimelineEntry = {
  sequence: number;
  at: string;
  run: string | null;
  step: string;
  status: string;
  message: string;
  durationMs: number | null;
};

/** Why a run failed or a program ended, and what its owner can do about it, where the code says that. */
export const failureView = z.object({ code: z.string(), message: z.string(), cure: z.string().nullable() });
export type FailureView = z.output<typeof failureView>;

/** How a program ended: stored with its workload until it is online again. */
export const crashFacts = z.object({
  at: z.iso.datetime(),
  exitCode: z.number().int().nullable(),
  /** The machine ended it for memory. */
  outOfMemory: z.boolean(),
  /** The last ones of its log. */
  lines: z.array(z.string()),
});
export type CrashFacts = z.output<typeof crashFacts>;

export const crashKinds = ["memory", "heap", "port", "disk", "runtime", "plugin", "terms", "exit"] as const;
/** Why it ended. `line`: index of the line that says so; null where none does. */
export const crashCause = z.object({
  kind: z.enum(crashKinds),
  title: z.string(),
  text: z.string(),
  line: z.number().int().nullable(),
});
export type CrashCause = z.output<typeof crashCause>;

/** The runs that every workload has; a definition may add more. */
export const runKinds = ["create", "reinstall", "delete", "start", "stop", "restart", "kill", "suspend"] as const;
export type RunKind = (typeof runKinds)[number];

/** The named steps of a creating run, in order. */
export const provisioningSteps = ["reserve", "pull", "storage", "install", "create", "start", "ready"] as const;

const portName = z.string().regex(/^[a-z][a-z0-9-]{0,19}$/);

/** A port of the container that is published on the machine. */
export const portSchema = z.strictObject({
  name: portName,
  protocol: z.enum(["tcp", "udp"]),
  containerPort: z.number().int().min(1).max(65_535),
});

const timeoutMs = z.number().int().positive();

/** How the panel determines that a workload is ready. `port`: name of a TCP port; unset: the first one. */
export const readinessSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("minecraft-status"), port: portName.optional(), timeoutMs }),
  z.strictObject({ kind: z.literal("tcp"), port: portName.optional(), timeoutMs }),
  /** Any status below 400 counts. */
  z.strictObject({
    kind: z.literal("http"),
    port: portName.optional(),
    path: z.string().regex(/^\/[!-~]{0,200}$/),
    timeoutMs,
  }),
  /** A line of the container's output contains the text. */
  z.strictObject({ kind: z.literal("log-line"), text: z.string().min(1).max(200), timeoutMs }),
  /** The command ends with 0 in the container. */
  z.strictObject({ kind: z.literal("command"), command: z.array(z.string().max(500)).min(1).max(20), timeoutMs }),
]);
export type Readiness = z.output<typeof readinessSchema>;

export const stopSchema = z.strictObject({
  signal: z.string().regex(/^SIG[A-Z0-9]{2,8}$/),
  timeoutSeconds: z.number().int().min(1).max(600),
});
