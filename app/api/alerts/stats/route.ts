import { alertStats } from "@/lib/alerts/contract";
import { readAlertStats } from "@/lib/alerts/incidents/statistics";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "How fast alerts of the last 30 days were acknowledged and ended, and which rules fire most.",
  permission: "alert.read",
  response: alertStats,
  handle: ({ actor }) => readAlertStats(actor),
});
