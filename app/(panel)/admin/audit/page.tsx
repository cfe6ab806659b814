import type { Metadata } from "next";
import { AuditList } from "@/components/audit/audit-list";
import { VerifyButton } from "@/components/audit/verify-button";
import { Card, PageFrame } from "@/components/page/page-frame";
import { parseAuditSearch } from "@/lib/audit/contract";
import { listAudit } from "@/lib/audit/list-entries";
import { requirePageActor } from "@/lib/http/page-actor";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: { searchParams: Promise<Record<string, string>> }) {
  const actor = await requirePageActor("audit.read");
  const { query, values } = parseAuditSearch(await searchParams);
  const page = await listAudit(actor, "all", query);
  return (
    <PageFrame
      title="Audit"
      lead="Every change and every refusal. Entries are signed and chained: one that was edited, removed or moved is found."
    >
      <Card title="Integrity">
        <VerifyButton />
      </Card>
      <AuditList
        path="/admin/audit"
        api="/api/admin/audit"
        values={values}
        page={page}
        selfId={actor.userId}
        showsOthers={true}
      />
    </PageFrame>
  );
}
