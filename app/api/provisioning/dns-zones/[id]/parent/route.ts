import { checkParent } from "@/lib/hosted-services/dns/parent/check-parent";
import { zoneParentView } from "@/lib/hosted-services/dns/parent/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "Ask a resolver now for the DS records of the domain, and for the name servers that its delegation leads to.",
  permission: "zone.read",
  params: idParams("zone"),
  response: zoneParentView,
  handle: ({ actor, params }) => checkParent(actor, params.id),
});
