import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TemplateList } from "@/components/executors/templates/template-list";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { may } from "@/lib/access/permissions";
import { listQuery } from "@/lib/core/lists";
import { baseConfig } from "@/lib/executors/config/contract";
import { listTemplates } from "@/lib/executors/templates/templates";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.executors.templates");
  return { title: t("executorTemplates") };
}

export default async function TemplatesPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("executor_template.read");
  const { query, ignored } = await readSearch(listQuery, searchParams);
  const { items, nextCursor } = await listTemplates(actor, query);
  return (
    <>
      <IgnoredInput names={ignored} />
      <TemplateList
        items={items}
        nextCursor={nextCursor}
        base={baseConfig}
        userId={actor.userId}
        canManage={may(actor, "executor_template.manage")}
      />
    </>
  );
}
