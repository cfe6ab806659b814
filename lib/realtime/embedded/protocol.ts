import { z } from "zod";
import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { channelKind } from "./channel-name";
import type { Connection } from "./connection";
import {
  type ClientFrame,
  clientEventRateError,
  closeCodes,
  decodeData,
  decodeFrame,
  errorFrame,
  parseJson,
  pongFrame,
  serverFrame,
  signInData,
  subscribeData,
  subscriptionErrorFrame,
  unsubscribeData,
} from "./frames";
import type { Hub } from "./hub";
import { limits } from "./limits";
import type { PresenceDirectory } from "./presence";
import { type AppCredentials, isSignedBy, userAuthText } from "./signature";
import { type Admission, admitSubscription } from "./subscribe";
import type { SubscriptionRights } from "./subscription-rights";

/**
 * Answers what clients send. Nothing a client sends may throw, and nothing it sends is trusted before it is checked.
 */
export type ProtocolContext = {
  app: AppCredentials;
  hub: Hub;
  activityTimeoutMs: number;
  /** Null: a signature is enough, as with any Pusher server. */
  rights: SubscriptionRights | null;
  log: Logger | undefined;
};

type Handler = (context: ProtocolContext, connection: Connection, frame: ClientFrame) => void;

const handlers: Readonly<Record<string, Handler>> = {
  "pusher:ping": (_context, connection) => {
    connection.send(pongFrame);
  },
  "pusher:pong": () => {},
  "pusher:subscribe": subscribe,
  "pusher:unsubscribe": (context, connection, frame) => {
    const data = decodeData(unsubscribeData, frame.data);
    if (!data) return;
    connection.pending.delete(data.channel);
    context.rights?.remove(connection, data.channel);
    context.hub.leave(connection, data.channel);
  },
  "pusher:signin": signIn,
};

/** The first frame: without an activity timeout above 0 the client library refuses the connection. */
export function greet(context: ProtocolContext, connection: Connection): void {
  const activityTimeout = Math.max(1, Math.round(context.activityTimeoutMs / 1000));
  connection.send(
    serverFrame("pusher:connection_established", {
      socket_id: connection.socketId,
      activity_timeout: activityTimeout,
    }),
  );
}

export function handleClientMessage(context: ProtocolContext, connection: Connection, text: string): void {
  const nowMs = Date.now();
  connection.noteActivity(nowMs);
  if (!connection.messages.allow(nowMs)) {
    connection.close(closeCodes.overCapacity, "Too many messages");
    return;
  }
  const frame = decodeFrame(text);
  if (!frame) {
    connection.send(errorFrame("Messages must be JSON objects with an event"));
    return;
  }
  const handler = Object.hasOwn(handlers, frame.event) ? handlers[frame.event] : undefined;
  if (handler) handler(context, connection, frame);
  else if (frame.event.startsWith("client-")) relayClientEvent(context, connection, frame);
  else connection.send(errorFrame("Clients may send only pusher: and client- events"));
}

function subscribe(context: ProtocolContext, connection: Connection, frame: ClientFrame): void {
  const { app, hub, rights } = context;
  const request = decodeData(subscribeData, frame.data);
  if (!request) {
    connection.send(errorFrame("pusher:subscribe needs a channel"));
    return;
  }
  const { channel } = request;
  if (connection.channels.has(channel) || connection.pending.has(channel)) {
    connection.send(errorFrame(`Existing subscription to channel ${channel}`));
    return;
  }
  const admission = admitSubscription(app, hub.presence, connection, request, rights !== null);
  if ("refusal" in admission) {
    connection.send(subscriptionErrorFrame(channel, admission.refusal));
    return;
  }
  if (rights && admission.kind.signed) void askRight(context, rights, connection, { channel, admission });
  else join(hub, connection, channel, admission);
}

type Admitted = Exclude<Admission, { refusal: unknown }>;

/** A signature proves that somebody was allowed; this checks who, and whether they still are. */
async function askRight(
  { hub, log }: ProtocolContext,
  rights: SubscriptionRights,
  connection: Connection,
  { channel, admission }: { channel: string; admission: Admitted },
): Promise<void> {
  const mark = {};
  connection.pending.set(channel, mark);
  try {
    // False once the client left, or left and asked again, while this is found out.
    const isWanted = () => connection.isOpen && connection.pending.get(channel) === mark;
    const refusal = await rights.admit(connection, channel, isWanted);
    if (!isWanted()) return;
    if (refusal) connection.send(subscriptionErrorFrame(channel, refusal));
    else join(hub, connection, channel, admission);
  } catch (error) {
    log?.warn({ error: messageOf(error) }, "realtime: a right could not be checked; the client reconnects");
    connection.close(closeCodes.overCapacity, "Rights cannot be checked now");
  } finally {
    if (connection.pending.get(channel) === mark) connection.pending.delete(channel);
  }
}

function join(hub: Hub, connection: Connection, channel: string, admission: Admitted): void {
  hub.join(connection, channel, admission.member);
  const data = admission.member ? { presence: memberList(hub.presence, channel) } : {};
  connection.send(serverFrame("pusher_internal:subscription_succeeded", data, channel));
  if (admission.kind.cache) connection.send(hub.cachedEvent(channel) ?? serverFrame("pusher:cache_miss", {}, channel));
}

function memberList(presence: PresenceDirectory, channel: string) {
  const members = presence.members(channel);
  return {
    count: members.length,
    ids: members.map(({ userId }) => userId),
    hash: Object.fromEntries(members.map(({ userId, userInfo }) => [userId, userInfo ?? null])),
  };
}

const userDataSchema = z.object({
  id: z.string().min(1).max(limits.userIdCharacters),
  user_info: z.unknown().optional(),
});

function signIn({ app }: ProtocolContext, connection: Connection, frame: ClientFrame): void {
  const request = decodeData(signInData, frame.data);
  if (!request || !isSignedBy(app, request.auth, userAuthText(connection.socketId, request.user_data))) {
    connection.close(closeCodes.unauthorised, "Connection not authorized: invalid sign-in signature");
    return;
  }
  const user = userDataSchema.safeParse(parseJson(request.user_data));
  if (!user.success || (connection.user && connection.user.id !== user.data.id)) {
    connection.close(closeCodes.unauthorised, "user_data must name the one user of this connection");
    return;
  }
  connection.user = { id: user.data.id, info: user.data.user_info };
  connection.send(serverFrame("pusher:signin_success", { user_data: request.user_data }));
}

/** Passed on as it came, to everyone but its sender; on presence channels with the sender's user id. */
function relayClientEvent({ hub }: ProtocolContext, connection: Connection, frame: ClientFrame): void {
  const refusal = clientEventRefusal(connection, frame);
  if (refusal !== null) {
    connection.send(errorFrame(`Client event rejected: ${refusal}`));
    return;
  }
  if (!connection.clientEvents.allow(Date.now())) {
    const message = `Client event rejected: more than ${limits.clientEventsPerSecond} per second`;
    connection.send(errorFrame(message, clientEventRateError));
    return;
  }
  const channel = frame.channel ?? "";
  hub.publish({
    event: frame.event,
    channel,
    data: frame.data,
    exceptSocketId: connection.socketId,
    userId: connection.channels.get(channel)?.userId,
    cacheable: false,
  });
}

function clientEventRefusal(connection: Connection, frame: ClientFrame): string | null {
  const channel = frame.channel ?? "";
  if (!channelKind(channel)?.clientEvents) return "only private and presence channels take client events";
  if (!connection.channels.has(channel)) return "not subscribed to the channel";
  if (frame.event.length > limits.eventNameCharacters) return "the event name is too long";
  if (Buffer.byteLength(JSON.stringify(frame.data) ?? "") > limits.eventDataBytes) return "the data is too large";
  return null;
}
