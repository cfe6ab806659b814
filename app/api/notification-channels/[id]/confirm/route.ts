import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { channelView, confirmChannelBody } from "@/lib/notifications/channels/contract";
import { confirmChannel } from "@/lib/notifications/channels/own/confirm-channel";

export const POST = route({
  summary: "Confirm the address of a channel with the code that was sent there.",
  permission: "channel.manage",
  limit: "channelTest",
  params: idParams("channel"),
  body: confirmChannelBody,
  response: channelView,
  handle: ({ actor, params: { id }, body: { code } }) => confirmChannel(actor, id, code),
});
