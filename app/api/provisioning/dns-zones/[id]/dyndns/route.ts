import { setAddress } from "@/lib/hosted-services/dns/changes/set-address";
import { dyndnsQuery } from "@/lib/hosted-services/dns/zones/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Dynamic DNS: give a name that has an address another one. For API tokens with the scope zone.dyndns.",
  permission: "zone.dyndns",
  limit: "dyndns",
  basic: true,
  params: idParams("zone"),
  query: dyndnsQuery,
  produces: "text/plain",
  handle: async ({ actor, params, query }) => {
    const text = await setAddress(actor, params.id, query);
    return new Response(`${text}\n`, { headers: { "content-type": "text/plain; charset=utf-8" } });
  },
});
