import { expectedSerial } from "@/lib/hosted-services/dns/changes/expected-serial";
import { importZone } from "@/lib/hosted-services/dns/changes/import-zone";
import { importZoneBody, zoneImportView } from "@/lib/hosted-services/dns/zones/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Replace the records by those of a zone file; without apply only show what would change.",
  permission: "zone.manage",
  params: idParams("zone"),
  body: importZoneBody,
  response: zoneImportView,
  maxBodyBytes: 3 * 1024 * 1024,
  handle: ({ actor, params, body, request }) =>
    importZone(actor, params.id, body, { expected: expectedSerial(request.headers) }),
});
