import { putRecords, removeRecords } from "@/lib/hosted-services/dns/changes/edit-records";
import { expectedSerial } from "@/lib/hosted-services/dns/changes/expected-serial";
import { rrsetKeySchema, rrsetSchema } from "@/lib/hosted-services/dns/records/contract";
import { zoneChangeView, zoneRecordsView } from "@/lib/hosted-services/dns/zones/contract";
import { listRecords } from "@/lib/hosted-services/dns/zones/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "All records of a zone by name and type, and the serial that they have.",
  permission: "zone.read",
  params: idParams("zone"),
  response: zoneRecordsView,
  handle: ({ actor, params }) => listRecords(actor, params.id),
});

export const PUT = route({
  summary: "Replace all records of one name and type. With If-Match only if the zone has this serial.",
  permission: "zone.manage",
  params: idParams("zone"),
  body: rrsetSchema,
  response: zoneChangeView,
  maxBodyBytes: 2 * 1024 * 1024,
  handle: ({ actor, params, body, request }) =>
    putRecords(actor, params.id, body, { expected: expectedSerial(request.headers) }),
});

export const DELETE = route({
  summary: "Remove all records of one name and type. With If-Match only if the zone has this serial.",
  permission: "zone.manage",
  params: idParams("zone"),
  body: rrsetKeySchema,
  response: zoneChangeView,
  handle: ({ actor, params, body, request }) =>
    removeRecords(actor, params.id, body, { expected: expectedSerial(request.headers) }),
});
