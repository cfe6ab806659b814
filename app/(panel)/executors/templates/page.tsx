import type { Metadata } from "next";
import { TemplateList } from "@/components/executors/template-list";
import { may } from "@/lib/access/permissions";
import { listQuery } from "@/lib/core/lists";
import { baseConfig } from "@/lib/executors/contract";
import { listTemplates } from "@/lib/executors/templates";
import { requirePageActor } from "@/lib/http/page-actor";

export const metadata: Metadata = { title: "Executor templates" };

export default async function TemplatesPage({ searchParams }: { searchParams: Promise<Record<string, string>> }) {
  const actor = await requirePageActor("executor_template.read");
  const { items, nextCursor } = await listTemplates(actor, listQuery.catch({ limit: 40 }).parse(await searchParams));
  return (
    <TemplateList
      items={items}
      nextCursor={nextCursor}
      base={baseConfig}
      userId={actor.userId}
      canManage={may(actor, "executor_template.manage")}
    />
  );
}
