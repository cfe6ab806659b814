import { alertDetail } from "@/lib/alerts/contract";
import { getAlert } from "@/lib/alerts/incidents/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One alert with what happened to it.",
  permission: "alert.read",
  params: idParams("alertIncident", "There is no such alert."),
  response: alertDetail,
  handle: ({ actor, params }) => getAlert(actor, params.id),
});
