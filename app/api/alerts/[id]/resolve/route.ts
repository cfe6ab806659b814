import { z } from "zod";
import { alertDetail } from "@/lib/alerts/contract";
import { resolveAlert } from "@/lib/alerts/incidents/resolve-alert";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "End an alert by hand; a new one begins if its value stays beyond the threshold.",
  permission: "alert.handle",
  params: idParams("alertIncident", "There is no such alert."),
  body: z.strictObject({}),
  response: alertDetail,
  handle: ({ actor, params }) => resolveAlert(actor, params.id),
});
