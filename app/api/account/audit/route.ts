import { auditPage, auditQuery } from "@/lib/audit/contract";
import { exportAudit } from "@/lib/audit/export-entries";
import { listAudit } from "@/lib/audit/list-entries";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Audit entries of your actions and of your account, as pages, CSV or NDJSON.",
  permission: "account.read",
  query: auditQuery,
  response: auditPage,
  handle: ({ actor, query }) =>
    query.format === "json" ? listAudit(actor, "own", query) : exportAudit(actor, "own", query),
});
