import type { Metadata } from "next";
import { AuditList } from "@/components/audit/audit-list";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { PageFrame } from "@/components/ui/page-frame";
import { auditFilters, auditQuery } from "@/lib/audit/contract";
import { listAudit } from "@/lib/audit/list-entries";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("account.read");
  const { query, ignored } = await readSearch(auditQuery, searchParams);
  const page = await listAudit(actor, "own", query);
  return (
    <PageFrame title="Activity" lead="Your actions, and actions of others on your account.">
      <IgnoredInput names={ignored} />
      <AuditList
        path="/account/activity"
        api="/api/account/audit"
        values={auditFilters(query)}
        page={page}
        selfId={actor.userId}
        showsOthers={false}
      />
    </PageFrame>
  );
}
