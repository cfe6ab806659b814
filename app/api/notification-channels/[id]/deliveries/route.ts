import { idQuery, listOf } from "@/lib/core/lists";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { deliveryView } from "@/lib/notifications/channels/contract";
import { listDeliveries } from "@/lib/notifications/channels/own/list-channels";

export const GET = route({
  summary: "What was sent over one of your channels, the newest first: state, attempts and last error.",
  permission: "channel.read",
  params: idParams("channel"),
  query: idQuery,
  response: listOf(deliveryView),
  handle: ({ actor, params: { id }, query }) => listDeliveries(actor, id, query),
});
