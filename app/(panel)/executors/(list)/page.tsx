import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ExecutorList } from "@/components/executors/fleet/executor-list";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { may } from "@/lib/access/permissions";
import { listQuery } from "@/lib/core/lists";
import { baseConfig } from "@/lib/executors/config/contract";
import { programInfo } from "@/lib/executors/enrolment/program";
import { fleetFilter } from "@/lib/executors/fleet/contract";
import { listExecutors } from "@/lib/executors/queries";
import { listTemplateChoices } from "@/lib/executors/templates/template-settings";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { userChannel } from "@/lib/realtime/contract";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.executors");
  return { title: t("executors") };
}

const pageQuery = listQuery.extend(fleetFilter.shape);

export default async function ExecutorsPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("executor.read");
  const ownerId = actor.userId ?? "";
  const { query, ignored } = await readSearch(pageQuery, searchParams);
  const [page, templates, program] = await Promise.all([
    // Staff can access all executors. This page lists their own; the fleet is under Administration.
    listExecutors(actor, { ...query, ownerId }),
    listTemplateChoices(actor, ownerId),
    programInfo(),
  ]);
  return (
    <>
      <IgnoredInput names={ignored} />
      <ExecutorList
        items={page.items}
        nextCursor={page.nextCursor}
        channel={userChannel(ownerId)}
        templates={templates}
        base={baseConfig}
        program={program}
        canCreate={may(actor, "executor.create")}
      />
    </>
  );
}
