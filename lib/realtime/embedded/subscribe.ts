import { z } from "zod";
import { type ChannelKind, channelKind } from "./channel-name";
import type { Connection, PresenceMember } from "./connection";
import { parseJson, type SubscribeData, type SubscriptionRefusal } from "./frames";
import { limits } from "./limits";
import { type AppCredentials, channelAuthText, isSignedBy } from "./signature";

/** Whether a connection may subscribe, and as whom. */
export type Admission = { refusal: SubscriptionRefusal } | { kind: ChannelKind; member: PresenceMember | null };

export type PresenceView = { has(channel: string, userId: string): boolean; count(channel: string): number };

const refuse = (status: number, type: string, error: string): Admission => ({ refusal: { type, error, status } });

/** `user_id` may be a number, as some libraries send it; it is a string from here on. */
const channelDataSchema = z.object({
  user_id: z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1).max(limits.userIdCharacters)),
  user_info: z.unknown().optional(),
});

/**
 * Decides on the name, the signature and the limits alone; changes nothing. `keepsRights`: every channel has to be
 * allowed to somebody, so that one without a signature is refused.
 */
export function admitSubscription(
  app: AppCredentials,
  presence: PresenceView,
  connection: Connection,
  request: SubscribeData,
  keepsRights: boolean,
): Admission {
  const kind = channelKind(request.channel);
  if (!kind) return refuse(400, "InvalidChannel", "The channel name breaks the rules");
  if (connection.channels.size + connection.pending.size >= limits.channelsPerConnection) {
    return refuse(403, "LimitReached", `At most ${limits.channelsPerConnection} channels per connection`);
  }
  if (kind.userId !== null && kind.userId !== connection.user?.id) {
    return refuse(401, "AuthError", "Only for the connection signed in as this user");
  }
  if (!kind.signed && kind.userId === null && keepsRights) {
    return refuse(403, "AuthError", "This server has no public channels: subscribe to a private- or presence- channel");
  }
  if (!kind.signed) return { kind, member: null };
  const channelData = request.channel_data ?? undefined;
  const text = channelAuthText(connection.socketId, request.channel, channelData);
  if (!isSignedBy(app, request.auth ?? "", text)) {
    return refuse(401, "AuthError", "The connection is not authorised for this channel: invalid signature");
  }
  if (!kind.presence) return { kind, member: null };
  return admitMember(presence, connection, request.channel, kind, channelData);
}

function admitMember(
  presence: PresenceView,
  connection: Connection,
  channel: string,
  kind: ChannelKind,
  channelData: string | undefined,
): Admission {
  const member = readMember(connection, channelData);
  if (!member)
    return refuse(400, "InvalidChannelData", "channel_data must be JSON with a user_id of 1 to 128 characters");
  if (Buffer.byteLength(JSON.stringify(member.userInfo) ?? "") > limits.userInfoBytes) {
    return refuse(400, "InvalidChannelData", `user_info may have ${limits.userInfoBytes} bytes`);
  }
  if (!presence.has(channel, member.userId) && presence.count(channel) >= limits.presenceMembers) {
    return refuse(403, "LimitReached", `A presence channel has at most ${limits.presenceMembers} members`);
  }
  return { kind, member };
}

/** The signed channel_data names the member; without it, the user the connection is signed in as. */
function readMember(connection: Connection, channelData: string | undefined): PresenceMember | null {
  if (channelData === undefined) {
    return connection.user ? { userId: connection.user.id, userInfo: connection.user.info } : null;
  }
  const result = channelDataSchema.safeParse(parseJson(channelData));
  return result.success ? { userId: result.data.user_id, userInfo: result.data.user_info } : null;
}
