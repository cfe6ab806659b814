import { idQuery, listOf } from "@/lib/core/lists";
import { zoneHistoryView } from "@/lib/hosted-services/dns/zones/contract";
import { listHistory } from "@/lib/hosted-services/dns/zones/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The changes of a zone, the newest first.",
  permission: "zone.read",
  params: idParams("zone"),
  query: idQuery,
  response: listOf(zoneHistoryView),
  handle: ({ actor, params, query }) => listHistory(actor, params.id, query),
});
