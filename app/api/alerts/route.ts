import { z } from "zod";
import { alertFilter, alertView } from "@/lib/alerts/contract";
import { listAlerts } from "@/lib/alerts/incidents/queries";
import { listOf } from "@/lib/core/lists";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Alerts, the newest first; all of them for staff.",
  permission: "alert.read",
  query: z.strictObject(alertFilter.shape),
  response: listOf(alertView),
  handle: ({ actor, query }) => listAlerts(actor, query),
});
