import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { csvCell } from "@/lib/core/csv";
import { sql } from "@/lib/db/transaction";
import type { AuditEntryView, AuditQuery } from "./contract";
import { type AuditScope, readPage } from "./list-entries";
import { recordAudit } from "./record-audit";

const pageRows = 1_000;

const csvColumns: Record<string, (entry: AuditEntryView) => string> = {
  id: ({ id }) => id,
  at: ({ at }) => at,
  actor_kind: ({ actor }) => actor.kind,
  actor_id: ({ actor }) => actor.id ?? "",
  actor_name: ({ actor }) => actor.name ?? "",
  actor_email: ({ actor }) => actor.email ?? "",
  action: ({ action }) => action,
  class: (entry) => entry.class,
  outcome: ({ outcome }) => outcome,
  target_kind: ({ targetKind }) => targetKind,
  target_id: ({ targetId }) => targetId ?? "",
  ip: ({ ip }) => ip ?? "",
  user_agent: ({ userAgent }) => userAgent ?? "",
  request_id: ({ requestId }) => requestId ?? "",
  detail: ({ detail }) => JSON.stringify(detail),
  before: ({ before }) => (before ? JSON.stringify(before) : ""),
  after: ({ after }) => (after ? JSON.stringify(after) : ""),
  chain: ({ chain }) => String(chain ?? ""),
  seq: ({ seq }) => String(seq ?? ""),
};

const formats = {
  csv: {
    type: "text/csv; charset=utf-8; header=present",
    head: `${Object.keys(csvColumns).join(",")}\r\n`,
    line: (entry: AuditEntryView) =>
      `${Object.values(csvColumns)
        .map((cell) => csvCell(cell(entry)))
        .join(",")}\r\n`,
  },
  ndjson: { type: "application/x-ndjson", head: "", line: (entry: AuditEntryView) => `${JSON.stringify(entry)}\n` },
};

/**
 * The entries of a query as a file that is written while it is read, a thousand rows at a time, whatever its length.
 */
export async function exportAudit(actor: Actor, scope: AuditScope, query: AuditQuery): Promise<Response> {
  authorise(actor, scope === "all" ? "audit.read" : "account.read");
  const { format, limit: _limit, cursor: start = null, ...filters } = query;
  const { type, head, line } = formats[format === "csv" ? "csv" : "ndjson"];
  const detail = { scope, format, filters };
  await recordAudit(sql(), actor, { action: "audit.exported", targetKind: "audit", targetId: null, detail });
  const encoder = new TextEncoder();
  let cursor = start;
  const body = new ReadableStream<Uint8Array>({
    start(stream) {
      if (head) stream.enqueue(encoder.encode(head));
    },
    async pull(stream) {
      const rows = await readPage(actor, scope, filters, { take: pageRows, cursor });
      cursor = rows.at(-1)?.id ?? null;
      if (rows.length > 0) stream.enqueue(encoder.encode(rows.map(line).join("")));
      if (rows.length < pageRows) stream.close();
    },
  });
  const name = `audit-${new Date().toISOString().slice(0, 10)}.${format}`;
  return new Response(body, {
    headers: { "content-type": type, "content-disposition": `attachment; filename="${name}"` },
  });
}
