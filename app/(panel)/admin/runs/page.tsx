import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
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

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.runs");
  return { title: t("runs") };
}

const pageQuery = listQuery.pick({ cursor: true }).extend({ failed: z.enum(["true", "false"]).optional() });

export default async function RunsPage({ searchParams }: { searchParams: PageSearch }) {
  const t = await getTranslations("pages.admin.runs");
  const actor = await requirePageActor("run.read");
  const { query, ignored } = await readSearch(pageQuery, searchParams);
  const onlyFailed = query.failed === "true";
  const { items, nextCursor } = await listRuns(actor, { limit: 40, cursor: query.cursor, failed: onlyFailed });
  const filter = (
    <LinkButton variant="default" href={onlyFailed ? "/admin/runs" : "/admin/runs?failed=true"}>
      {onlyFailed ? t("showAll") : t("showFailuresOnly")}
    </LinkButton>
  );
  return (
    <PageFrame title={t("runs")} lead={t("allRunsOfServers")} actions={filter}>
      <IgnoredInput names={ignored} />
      <Card flush>{items.length === 0 ? <EmptyState title={t("noRuns")} /> : <RunTable runs={items} />}</Card>
      {nextCursor ? (
        <div>
          <LinkButton variant="default" href={`/admin/runs?cursor=${nextCursor}${onlyFailed ? "&failed=true" : ""}`}>
            {t("olderRuns")}
          </LinkButton>
        </div>
      ) : null}
    </PageFrame>
  );
}
