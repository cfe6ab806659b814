import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { channelView, updateChannelBody } from "@/lib/notifications/channels/contract";
import { deleteChannel } from "@/lib/notifications/channels/own/delete-channel";
import { getChannel } from "@/lib/notifications/channels/own/list-channels";
import { updateChannel } from "@/lib/notifications/channels/own/update-channel";

const params = idParams("channel");

export const GET = route({
  summary: "One of your notification channels.",
  permission: "channel.read",
  params,
  response: channelView,
  handle: ({ actor, params: { id } }) => getChannel(actor, id),
});

export const PATCH = route({
  summary: "Change name, state or settings of a channel. Settings that are not sent stay.",
  permission: "channel.manage",
  limit: "channelCreate",
  params,
  body: updateChannelBody,
  response: channelView,
  handle: ({ actor, params: { id }, body }) => updateChannel(actor, id, body),
});

export const DELETE = route({
  summary: "Delete a channel with what waits for it.",
  permission: "channel.manage",
  params,
  status: 204,
  handle: ({ actor, params: { id } }) => deleteChannel(actor, id),
});
