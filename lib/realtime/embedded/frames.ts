import { z } from "zod";

/**
 * Frames of the protocol: text, JSON `{event, channel?, data}`. What the server says in `data` is itself a JSON text
 * (encoded twice); events of clients are passed on as they came. A frame is encoded once and the same bytes are sent
 * to every socket.
 */
export const closeCodes = {
  unknownApp: 4001,
  unknownPath: 4005,
  malformedVersion: 4006,
  unsupportedVersion: 4007,
  noVersion: 4008,
  /** Clients do not reconnect after this: used to revoke. */
  unauthorised: 4009,
  /** Clients reconnect after a second. */
  overCapacity: 4100,
  /** Clients reconnect at once: used when the server restarts. */
  reconnect: 4200,
  pongTimeout: 4201,
  /** Of RFC 6455: clients reconnect. */
  binaryFrame: 1003,
} as const;

export const clientEventRateError = 4301;

export type EventFields = { event: string; channel?: string; data?: unknown; userId?: string };

export function encodeFrame(fields: EventFields): Buffer {
  const { event, channel, data, userId } = fields;
  return Buffer.from(JSON.stringify({ event, channel, data, user_id: userId }));
}

/** A frame of the server's own, whose data is encoded twice. */
export function serverFrame(event: string, data: unknown, channel?: string): Buffer {
  return encodeFrame({ event, channel, data: JSON.stringify(data) });
}

export const pingFrame = serverFrame("pusher:ping", {});
export const pongFrame = serverFrame("pusher:pong", {});

export function errorFrame(message: string, code: number | null = null): Buffer {
  return serverFrame("pusher:error", { code, message });
}

export type SubscriptionRefusal = { type: string; error: string; status: number };

export function subscriptionErrorFrame(channel: string, refusal: SubscriptionRefusal): Buffer {
  return serverFrame("pusher:subscription_error", refusal, channel);
}

/** What a client may send. Names and sizes of channels and events are checked where they are used. */
const clientFrame = z.object({
  event: z.string().min(1),
  channel: z.string().optional(),
  data: z.unknown().optional(),
});
export type ClientFrame = z.output<typeof clientFrame>;

export const subscribeData = z.object({
  channel: z.string(),
  auth: z.string().nullish(),
  channel_data: z.string().nullish(),
});
export type SubscribeData = z.output<typeof subscribeData>;
export const unsubscribeData = z.object({ channel: z.string() });
export const signInData = z.object({ auth: z.string(), user_data: z.string() });

/** A client's frame, or null when it is not one. */
export function decodeFrame(text: string): ClientFrame | null {
  const result = clientFrame.safeParse(parseJson(text));
  return result.success ? result.data : null;
}

/** `data` of a client's protocol message; some libraries encode it twice, as the server does. */
export function decodeData<T>(schema: z.ZodType<T>, data: unknown): T | null {
  const result = schema.safeParse(typeof data === "string" ? parseJson(data) : data);
  return result.success ? result.data : null;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
