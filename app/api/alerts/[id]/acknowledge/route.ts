import { acknowledgeBody, alertDetail } from "@/lib/alerts/contract";
import { acknowledgeAlert } from "@/lib/alerts/incidents/acknowledge-alert";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Acknowledge an alert: it is not repeated, unless it becomes worse.",
  permission: "alert.handle",
  params: idParams("alertIncident", "There is no such alert."),
  body: acknowledgeBody,
  response: alertDetail,
  handle: ({ actor, params, body }) => acknowledgeAlert(actor, params.id, body.note),
});
