import { undoChange } from "@/lib/hosted-services/dns/changes/undo-change";
import { zoneChangeView } from "@/lib/hosted-services/dns/zones/contract";
import { idOf, idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Take one change back. Refused when its records have changed since.",
  permission: "zone.manage",
  params: idParams("zone").extend({ changeId: idOf("dnsChange", "There is no such change.") }),
  response: zoneChangeView,
  idempotent: true,
  handle: ({ actor, params }) => undoChange(actor, params.id, params.changeId),
});
