import { auditQuery } from "@/lib/audit/contract";
import { exportAudit } from "@/lib/audit/export-entries";
import { requestLocale } from "@/lib/http/callers/request-locale";
import { route } from "@/lib/http/route";
import { activityPage } from "@/lib/platform/activity/contract";
import { listActivity } from "@/lib/platform/activity/list-activity";

export const GET = route({
  summary: "Audit entries of your actions and of your account, as pages, CSV or NDJSON.",
  permission: "account.read",
  query: auditQuery,
  response: activityPage,
  handle: ({ actor, query, request }) =>
    query.format === "json"
      ? listActivity({ actor, scope: "own", locale: requestLocale(actor, request) }, query)
      : exportAudit(actor, "own", query),
});
