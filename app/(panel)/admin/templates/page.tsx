import type { Metadata } from "next";
import { TemplateList } from "@/components/admin/templates/template-list";
import { PageFrame } from "@/components/ui/page-frame";
import { listManagedTemplates } from "@/lib/game-servers/templates/manage-templates";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export const metadata: Metadata = { title: "Games" };

export default async function TemplatesPage() {
  const actor = await requirePageActor("template.manage");
  const { items } = await listManagedTemplates(actor);
  return (
    <PageFrame
      title="Games"
      lead="What customers can choose. Servers that exist keep running when their game is switched off."
    >
      <TemplateList templates={items} />
    </PageFrame>
  );
}
