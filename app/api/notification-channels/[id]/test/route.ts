import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { channelTestView } from "@/lib/notifications/channels/contract";
import { testChannel } from "@/lib/notifications/channels/own/test-channel";

export const POST = route({
  summary: "Send a test, or a new code, and wait up to 13 s for what the other side says.",
  permission: "channel.manage",
  limit: "channelTest",
  params: idParams("channel"),
  response: channelTestView,
  handle: ({ actor, params: { id } }) => testChannel(actor, id),
});
