import type { Metadata } from "next";
import { AuditList } from "@/components/audit/audit-list";
import { VerifyButton } from "@/components/audit/verify-button";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { auditFilters, auditQuery } from "@/lib/audit/contract";
import { listAudit } from "@/lib/audit/list-entries";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("audit.read");
  const { query, ignored } = await readSearch(auditQuery, searchParams);
  const page = await listAudit(actor, "all", query);
  return (
    <PageFrame
      title="Audit"
      lead="Every change and every refusal. Entries are signed and chained, so that an edited, removed or moved entry is detected."
    >
      <Card title="Integrity">
        <VerifyButton />
      </Card>
      <IgnoredInput names={ignored} />
      <AuditList
        path="/admin/audit"
        api="/api/admin/audit"
        values={auditFilters(query)}
        page={page}
        selfId={actor.userId}
        showsOthers={true}
      />
    </PageFrame>
  );
}
