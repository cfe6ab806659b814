import * as z from "zod/mini";

/**
 * Uses zod's small build, since every page behind sign-in loads this file.
 * Names and payloads of what the panel publishes; safe for browsers. A channel is the unit of permission: a
 * subscriber may read every event on it, so its name contains the resource that the subscriber is authorised for.
 */
export const channelSubjects = ["user", "server", "executor", "machine"] as const;
export type ChannelSubject = (typeof channelSubjects)[number];
export type PanelChannel = { subject: ChannelSubject; id: string } | { subject: "staff"; id: null };

/** Events for those who may list all servers. */
export const staffChannel = "private-staff";

const panelChannelName = new RegExp(`^private-(${channelSubjects.join("|")})-([A-Za-z0-9_]{1,128})$`);

function channelOf(subject: ChannelSubject, id: string): string {
  const name = `private-${subject}-${id}`;
  if (!panelChannelName.test(name)) throw new Error(`not an id that can name a ${subject} channel`);
  return name;
}

/** What one person sees, wherever they are signed in. Throws on an id with other characters than `[A-Za-z0-9_]`. */
export const userChannel = (userId: string): string => channelOf("user", userId);
export const serverChannel = (serverId: string): string => channelOf("server", serverId);
export const executorChannel = (executorId: string): string => channelOf("executor", executorId);
export const machineChannel = (machineId: string): string => channelOf("machine", machineId);

/** The subject and id a channel name stands for; null for any name the panel does not use. */
export function parsePanelChannel(name: string): PanelChannel | null {
  if (name === staffChannel) return { subject: "staff", id: null };
  const match = panelChannelName.exec(name);
  const subject = channelSubjects.find((candidate) => candidate === match?.[1]);
  const id = match?.[2];
  return subject && id ? { subject, id } : null;
}

/** Form or JSON body of the channel authorisation endpoint, as Pusher's client libraries send it. */
export const channelAuthRequestSchema = z.object({
  socket_id: z.string().check(z.regex(/^\d{1,20}\.\d{1,20}$/)),
  channel_name: z.string().check(z.minLength(1), z.maxLength(164)),
});
/** Body of the user authentication (sign-in) endpoint. */
export const userAuthRequestSchema = z.pick(channelAuthRequestSchema, { socket_id: true });

const at = z.iso.datetime({ offset: true });

/**
 * One step of a run moved. `sequence` grows with every journaled event of a server, so that a reader can drop what
 * arrives late; 0 marks a report of progress, which is not journaled.
 */
export const provisioningStepSchema = z.object({
  serverId: z.string(),
  run: z.string(),
  step: z.string(),
  /** Named by the module that owns the run. */
  status: z.string(),
  /** 0 to 1; null: not known. */
  progress: z.nullable(z.number().check(z.gte(0), z.lte(1))),
  message: z.string(),
  at,
  sequence: z.int().check(z.nonnegative()),
});
export type ProvisioningStepEvent = z.output<typeof provisioningStepSchema>;

export const serverStatusSchema = z.object({ serverId: z.string(), status: z.string(), at });
export type ServerStatusEvent = z.output<typeof serverStatusSchema>;

/** One step of a run on what a customer has at a provider; as {@link provisioningStepSchema}. */
export const hostedStepSchema = z.object({
  resourceId: z.string(),
  kind: z.string(),
  run: z.string(),
  step: z.string(),
  status: z.string(),
  progress: z.nullable(z.number().check(z.gte(0), z.lte(1))),
  message: z.string(),
  at,
  sequence: z.int().check(z.nonnegative()),
});
export type HostedStepEvent = z.output<typeof hostedStepSchema>;

/** `status` is `deleted` at last. */
export const hostedStatusSchema = z.object({ resourceId: z.string(), kind: z.string(), status: z.string(), at });
export type HostedStatusEvent = z.output<typeof hostedStatusSchema>;

/** `sessionId`: the session in which the person did what it reports. */
export const notificationCreatedSchema = z.object({
  id: z.string(),
  title: z.string(),
  severity: z.string(),
  sessionId: z.nullable(z.string()),
  at,
});
export type NotificationCreatedEvent = z.output<typeof notificationCreatedSchema>;

/** `sessionId` null: every session of the user. */
export const sessionRevokedSchema = z.object({ sessionId: z.nullable(z.string()), reason: z.string(), at });
export type SessionRevokedEvent = z.output<typeof sessionRevokedSchema>;

/** An executor changed, or many ("*"): reload. Sent to its owner and to staff. */
export const executorChangedSchema = z.object({
  executorId: z.string(),
  what: z.enum(["presence", "command", "config", "rollout"]),
  at,
});
export type ExecutorChangedEvent = z.output<typeof executorChangedSchema>;

/** A sample of a machine or a server, as it was taken; readings by name of the metric. */
export const metricsSampleSchema = z.object({
  resourceId: z.string(),
  at,
  readings: z.record(z.string(), z.number()),
});
export type MetricsSampleEvent = z.output<typeof metricsSampleSchema>;

/** Event names and what they carry. */
export const realtimeEvents = {
  "provisioning.step": provisioningStepSchema,
  "server.status": serverStatusSchema,
  "hosted.step": hostedStepSchema,
  "hosted.status": hostedStatusSchema,
  "notification.created": notificationCreatedSchema,
  "session.revoked": sessionRevokedSchema,
  "executor.changed": executorChangedSchema,
  "metrics.sample": metricsSampleSchema,
} as const;
export type RealtimeEventName = keyof typeof realtimeEvents;
export type RealtimeEventPayload<E extends RealtimeEventName> = z.output<(typeof realtimeEvents)[E]>;

/**
 * What a browser needs in order to connect. `wsHost` unset: the page's own host, or hosted Pusher when `cluster` is
 * set.
 */
export const publicRealtimeConfigSchema = z.object({
  key: z.string(),
  cluster: z.string(),
  hosted: z.boolean(),
  wsHost: z.optional(z.string()),
  wsPort: z.optional(z.int()),
  forceTLS: z.boolean(),
});
export type PublicRealtimeConfig = z.output<typeof publicRealtimeConfigSchema>;
