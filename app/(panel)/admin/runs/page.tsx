import type { Metadata } from "next";
import { RunTable } from "@/components/admin/run-table";
import { LinkButton } from "@/components/page/link-button";
import { Card, EmptyState, PageFrame } from "@/components/page/page-frame";
import { listQuery } from "@/lib/core/lists";
import { listRuns } from "@/lib/game-servers/queries";
import { requirePageActor } from "@/lib/http/page-actor";

export const metadata: Metadata = { title: "Runs" };

export default async function RunsPage({
  searchParams,
}: {
  searchParams: Promise<{ failed?: string; cursor?: string }>;
}) {
  const actor = await requirePageActor("run.read");
  const { failed, cursor } = await searchParams;
  const onlyFailed = failed === "true";
  const page = listQuery.catch({ limit: 40 }).parse(cursor ? { cursor } : {});
  const { items, nextCursor } = await listRuns(actor, { limit: 40, cursor: page.cursor, failed: onlyFailed });
  const filter = (
    <LinkButton variant="default" href={onlyFailed ? "/admin/runs" : "/admin/runs?failed=true"}>
      {onlyFailed ? "Show all" : "Show failures only"}
    </LinkButton>
  );
  return (
    <PageFrame title="Runs" lead="Every piece of work on servers, with its steps." actions={filter}>
      <Card flush>{items.length === 0 ? <EmptyState title="Nothing here." /> : <RunTable runs={items} />}</Card>
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
