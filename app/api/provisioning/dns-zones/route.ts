import { z } from "zod";
import { listOf, listQuery } from "@/lib/core/lists";
import { createZoneBody, zoneView } from "@/lib/hosted-services/dns/zones/contract";
import { createZone } from "@/lib/hosted-services/dns/zones/create-zone";
import { listZones } from "@/lib/hosted-services/dns/zones/queries";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "List DNS zones within your reach, the newest first.",
  permission: "zone.read",
  query: listQuery.extend({ all: z.stringbool().optional() }),
  response: listOf(zoneView),
  handle: ({ actor, query }) => listZones(actor, query),
});

export const POST = route({
  summary: "Create a DNS zone, with the records of a template. Watch /events for the steps.",
  permission: "zone.create",
  body: createZoneBody,
  response: zoneView,
  status: 201,
  idempotent: true,
  handle: ({ actor, body }) => createZone(actor, body),
});
