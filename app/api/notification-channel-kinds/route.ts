import { route } from "@/lib/http/route";
import { channelKindList } from "@/lib/notifications/channels/contract";
import { listKinds } from "@/lib/notifications/channels/own/list-channels";

export const GET = route({
  summary: "Kinds of notification channels with the fields of their settings.",
  permission: "channel.read",
  response: channelKindList,
  handle: ({ actor }) => listKinds(actor),
});
