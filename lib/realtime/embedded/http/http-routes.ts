import { z } from "zod";
import { channelKind } from "../channel-name";
import type { Hub } from "../hub";
import { limits } from "../limits";
import { HttpRefusal } from "./http-request";

/** `name`: what the path names (channel or user). `body`: parsed JSON, undefined when it is none. */
export type ApiCall = { name: string; query: ReadonlyMap<string, string>; body: unknown };
export type ApiRoute = { method: "GET" | "POST"; path: RegExp; run(hub: Hub, call: ApiCall): object };

/** The calls of Pusher's HTTP API; paths are relative to `/apps/{id}` and percent-decoded. */
export const apiRoutes: readonly ApiRoute[] = [
  { method: "POST", path: /^\/events$/, run: (hub, { body }) => publishOne(hub, body) },
  { method: "POST", path: /^\/batch_events$/, run: (hub, { body }) => publishBatch(hub, body) },
  { method: "GET", path: /^\/channels$/, run: listChannels },
  { method: "GET", path: /^\/channels\/([^/]+)\/users$/, run: listUsers },
  { method: "GET", path: /^\/channels\/([^/]+)$/, run: describeChannel },
  { method: "POST", path: /^\/users\/(.+)\/terminate_connections$/, run: terminateConnections },
];

const channelName = z.string().refine((name) => channelKind(name) !== null, "breaks the rules for channel names");
const eventFields = {
  name: z
    .string()
    .min(1)
    .max(limits.eventNameCharacters)
    .refine((name) => !/^pusher(_internal)?:/.test(name), "names that begin with pusher: are the protocol's own"),
  data: z.string(),
  socket_id: z
    .string()
    .regex(/^\d+\.\d+$/)
    .nullish(),
  info: z.string().nullish(),
};
const eventSchema = z
  .object({
    ...eventFields,
    channels: z.array(channelName).min(1).max(limits.channelsPerEvent).optional(),
    channel: channelName.optional(),
  })
  .transform(({ channel, channels, ...event }, context) => {
    const targets = channels ?? (channel === undefined ? [] : [channel]);
    if (targets.length === 0) context.addIssue({ code: "custom", path: ["channels"], message: "is missing" });
    return { ...event, targets: [...new Set(targets)] };
  });
const batchSchema = z.object({
  batch: z
    .array(z.object({ ...eventFields, channel: channelName }))
    .min(1)
    .max(limits.eventsPerBatch),
});
type Publication = z.output<typeof eventSchema>;

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new HttpRefusal(400, issue ? `${issue.path.join(".") || "body"}: ${issue.message}` : "Malformed body");
}

function publish(hub: Hub, { name, data, targets, socket_id, info }: Publication): Record<string, object> {
  for (const channel of targets) {
    hub.publish({ event: name, channel, data, exceptSocketId: socket_id ?? undefined, cacheable: true });
  }
  const wanted = readInfo(info ?? undefined);
  return Object.fromEntries(targets.map((channel) => [channel, attributes(hub, channel, wanted)]));
}

function refuseLargeData(events: readonly { data: string }[]): void {
  if (events.some(({ data }) => Buffer.byteLength(data) > limits.eventDataBytes)) {
    throw new HttpRefusal(413, `The data of an event may have ${limits.eventDataBytes} bytes`);
  }
}

function publishOne(hub: Hub, body: unknown): object {
  const event = parse(eventSchema, body);
  refuseLargeData([event]);
  const channels = publish(hub, event);
  return event.info ? { channels } : {};
}

function publishBatch(hub: Hub, body: unknown): object {
  const { batch } = parse(batchSchema, body);
  refuseLargeData(batch);
  const answers = batch.map(({ channel, ...event }) => publish(hub, { ...event, targets: [channel] })[channel] ?? {});
  return batch.some(({ info }) => info) ? { batch: answers } : {};
}

type Info = { userCount: boolean; subscriptionCount: boolean };

function readInfo(info: string | undefined): Info {
  const names = new Set((info ?? "").split(",").map((name) => name.trim()));
  return { userCount: names.has("user_count"), subscriptionCount: names.has("subscription_count") };
}

function attributes(hub: Hub, channel: string, info: Info): object {
  const presence = channelKind(channel)?.presence === true;
  return {
    ...(info.userCount && presence ? { user_count: hub.presence.count(channel) } : {}),
    ...(info.subscriptionCount ? { subscription_count: hub.subscriptionCount(channel) } : {}),
  };
}

function listChannels(hub: Hub, { query }: ApiCall): object {
  const prefix = query.get("filter_by_prefix") ?? "";
  const info = readInfo(query.get("info"));
  if (info.userCount && !prefix.startsWith("presence-")) {
    throw new HttpRefusal(400, "user_count may only be requested for presence channels: filter_by_prefix=presence-");
  }
  const entries = hub.occupiedChannels(prefix).map((name) => [name, attributes(hub, name, info)]);
  return { channels: Object.fromEntries(entries) };
}

function describeChannel(hub: Hub, { name, query }: ApiCall): object {
  const kind = channelKind(name);
  if (!kind) throw new HttpRefusal(400, "The channel name breaks the rules");
  const info = readInfo(query.get("info"));
  if (info.userCount && !kind.presence) {
    throw new HttpRefusal(400, "user_count may only be requested for presence channels");
  }
  return { occupied: hub.subscriptionCount(name) > 0, ...attributes(hub, name, info) };
}

function listUsers(hub: Hub, { name }: ApiCall): object {
  if (!channelKind(name)?.presence) throw new HttpRefusal(400, "Only presence channels have users");
  return { users: hub.presence.members(name).map(({ userId }) => ({ id: userId })) };
}

function terminateConnections(hub: Hub, { name }: ApiCall): object {
  if (name.length > limits.userIdCharacters) throw new HttpRefusal(400, "The user id is too long");
  hub.terminateUser(name);
  return {};
}
