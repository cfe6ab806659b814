import type { Metadata } from "next";
import { AuditList } from "@/components/audit/audit-list";
import { PageFrame } from "@/components/page/page-frame";
import { parseAuditSearch } from "@/lib/audit/contract";
import { listAudit } from "@/lib/audit/list-entries";
import { requirePageActor } from "@/lib/http/page-actor";

export const metadata: Metadata = { title: "Activity" };

export default async function ActivityPage({ searchParams }: { searchParams: Promise<Record<string, string>> }) {
  const actor = await requirePageActor("account.read");
  const { query, values } = parseAuditSearch(await searchParams);
  const page = await listAudit(actor, "own", query);
  return (
    <PageFrame title="Activity" lead="What you did, and what was done to your account.">
      <AuditList
        path="/account/activity"
        api="/api/account/audit"
        values={values}
        page={page}
        selfId={actor.userId}
        showsOthers={false}
      />
    </PageFrame>
  );
}
