import { z } from "zod";
import { route } from "@/lib/http/route";
import { incidentBody, incidentView } from "@/lib/status/contract";
import { listReports } from "@/lib/status/incidents/list-reports";
import { reportIncident } from "@/lib/status/incidents/report-incident";

export const GET = route({
  summary: "Incidents of the status page, the newest first.",
  permission: "status_page.manage",
  response: z.object({ items: z.array(incidentView) }),
  handle: ({ actor }) => listReports(actor),
});

export const POST = route({
  summary: "Report an incident on the status page; subscribers get it by mail.",
  permission: "status_page.manage",
  body: incidentBody,
  response: incidentView,
  status: 201,
  handle: ({ actor, body }) => reportIncident(actor, body),
});
