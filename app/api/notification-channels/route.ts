import { idQuery, listOf } from "@/lib/core/lists";
import { route } from "@/lib/http/route";
import { channelView, createChannelBody } from "@/lib/notifications/channels/contract";
import { createChannel } from "@/lib/notifications/channels/own/create-channel";
import { listChannels } from "@/lib/notifications/channels/own/list-channels";

export const GET = route({
  summary: "Your notification channels, the newest first. Secrets are masked.",
  permission: "channel.read",
  query: idQuery,
  response: listOf(channelView),
  handle: ({ actor, query }) => listChannels(actor, query),
});

export const POST = route({
  summary: "Add a notification channel, at most 20. An address or number gets a code that confirms it.",
  permission: "channel.manage",
  limit: "channelCreate",
  body: createChannelBody,
  response: channelView,
  status: 201,
  idempotent: true,
  handle: ({ actor, body }) => createChannel(actor, body),
});
