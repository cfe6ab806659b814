import { auditPage, auditQuery } from "@/lib/audit/contract";
import { exportAudit } from "@/lib/audit/export-entries";
import { listAudit } from "@/lib/audit/list-entries";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The audit log, the newest first; as pages, CSV or NDJSON.",
  permission: "audit.read",
  query: auditQuery,
  response: auditPage,
  handle: ({ actor, query }) =>
    query.format === "json" ? listAudit(actor, "all", query) : exportAudit(actor, "all", query),
});
