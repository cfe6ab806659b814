import { editRecords } from "@/lib/hosted-services/dns/changes/edit-records";
import { expectedSerial } from "@/lib/hosted-services/dns/changes/expected-serial";
import { bulkEditBody, zoneChangeView } from "@/lib/hosted-services/dns/zones/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Make many edits as one change, or with dryRun only show what they would change.",
  permission: "zone.manage",
  params: idParams("zone"),
  body: bulkEditBody,
  response: zoneChangeView,
  idempotent: true,
  maxBodyBytes: 4 * 1024 * 1024,
  handle: ({ actor, params, body, request }) =>
    editRecords(actor, params.id, body, { expected: expectedSerial(request.headers) }),
});
