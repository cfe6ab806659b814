import { setSecondaries } from "@/lib/hosted-services/dns/changes/set-secondaries";
import { secondariesBody, zoneView } from "@/lib/hosted-services/dns/zones/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const PUT = route({
  summary: "Servers that may transfer the zone and are notified of its changes.",
  permission: "zone.manage",
  limit: "sensitive",
  params: idParams("zone"),
  body: secondariesBody,
  response: zoneView,
  handle: ({ actor, params, body }) => setSecondaries(actor, params.id, body),
});
