import { z } from "zod";
import { zoneView } from "@/lib/hosted-services/dns/zones/contract";
import { deleteZone } from "@/lib/hosted-services/dns/zones/manage-zone";
import { getZone } from "@/lib/hosted-services/dns/zones/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One DNS zone, with its name servers, its serial and the DS records for its parent.",
  permission: "zone.read",
  params: idParams("zone"),
  response: zoneView,
  handle: ({ actor, params }) => getZone(actor, params.id),
});

export const DELETE = route({
  summary: "Delete a DNS zone with its records and its history.",
  permission: "zone.delete",
  limit: "sensitive",
  params: idParams("zone"),
  response: z.object({ status: z.literal("deleting") }),
  status: 202,
  handle: ({ actor, params }) => deleteZone(actor, params.id),
});
