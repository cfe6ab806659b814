import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TemplateList } from "@/components/admin/templates/template-list";
import { PageFrame } from "@/components/ui/page-frame";
import { listManagedTemplates } from "@/lib/game-servers/templates/manage-templates";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.templates");
  return { title: t("games") };
}

export default async function TemplatesPage() {
  const t = await getTranslations("pages.admin.templates");
  const actor = await requirePageActor("template.manage");
  const { items } = await listManagedTemplates(actor);
  return (
    <PageFrame title={t("games")} lead={t("whatCustomersCanChoose")}>
      <TemplateList templates={items} />
    </PageFrame>
  );
}
