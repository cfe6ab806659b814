import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { incidentView, updateBody } from "@/lib/status/contract";
import { updateIncident } from "@/lib/status/incidents/report-incident";

export const POST = route({
  summary: "Say how an incident goes on; the state resolved ends it.",
  permission: "status_page.manage",
  params: idParams("statusIncident", "There is no such incident."),
  body: updateBody,
  response: incidentView,
  status: 201,
  handle: ({ actor, params, body }) => updateIncident(actor, params.id, body),
});
