import { auditQuery } from "@/lib/audit/contract";
import { exportAudit } from "@/lib/audit/export-entries";
import { requestLocale } from "@/lib/http/callers/request-locale";
import { route } from "@/lib/http/route";
import { activityPage } from "@/lib/platform/activity/contract";
import { listActivity } from "@/lib/platform/activity/list-activity";

export const GET = route({
  summary: "The audit log, the newest first; as pages, CSV or NDJSON.",
  permission: "audit.read",
  query: auditQuery,
  response: activityPage,
  handle: ({ actor, query, request }) =>
    query.format === "json"
      ? listActivity({ actor, scope: "all", locale: requestLocale(actor, request) }, query)
      : exportAudit(actor, "all", query),
});
