import { setDnssec } from "@/lib/hosted-services/dns/changes/set-dnssec";
import { setDnssecBody, zoneView } from "@/lib/hosted-services/dns/zones/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const PUT = route({
  summary: "Sign the zone, or stop signing it. Remove the DS records from the parent first: off destroys the keys.",
  permission: "zone.manage",
  limit: "sensitive",
  params: idParams("zone"),
  body: setDnssecBody,
  response: zoneView,
  handle: ({ actor, params, body }) => setDnssec(actor, params.id, body),
});
