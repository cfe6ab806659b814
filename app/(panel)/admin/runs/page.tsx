import type { Metadata } from "next";
import { z } from "zod";
import { RunTable } from "@/components/admin/jobs/run-table";
import { EmptyState } from "@/components/ui/empty-state";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { LinkButton } from "@/components/ui/link-button";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { listQuery } from "@/lib/core/lists";
import { listRuns } from "@/lib/game-servers/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";

export const metadata: Metadata = { title: "Runs" };

const pageQuery = listQuery.pick({ cursor: true }).extend({ failed: z.enum(["true", "false"]).optional() });

export default async function RunsPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("run.read");
  const { query, ignored } = await readSearch(pageQuery, searchParams);
  const onlyFailed = query.failed === "true";
  const { items, nextCursor } = await listRuns(actor, { limit: 40, cursor: query.cursor, failed: onlyFailed });
  const filter = (
    <LinkButton variant="default" href={onlyFailed ? "/admin/runs" : "/admin/runs?failed=true"}>
      {onlyFailed ? "Show all" : "Show failures only"}
    </LinkButton>
  );
  return (
    <PageFrame title="Runs" lead="All runs of servers, with their steps." actions={filter}>
      <IgnoredInput names={ignored} />
      <Card flush>{items.length === 0 ? <EmptyState title="No runs." /> : <RunTable runs={items} />}</Card>
      {nextCursor ? (
        <div>
          <LinkButton variant="default" href={`/admin/runs?cursor=${nextCursor}${onlyFailed ? "&failed=true" : ""}`}>
            Older runs
          </LinkButton>
        </div>
      ) : null}
    </PageFrame>
  );
}
