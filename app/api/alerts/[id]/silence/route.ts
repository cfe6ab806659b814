import { alertDetail, silenceBody } from "@/lib/alerts/contract";
import { silenceAlert } from "@/lib/alerts/incidents/silence-alert";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "No messages of this alert for some minutes.",
  permission: "alert.handle",
  params: idParams("alertIncident", "There is no such alert."),
  body: silenceBody,
  response: alertDetail,
  handle: ({ actor, params, body }) => silenceAlert(actor, params.id, body.minutes),
});
