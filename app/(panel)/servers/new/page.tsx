import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CreateWizard } from "@/components/servers/create/create-wizard";
import { PageFrame } from "@/components/ui/page-frame";
import { env } from "@/lib/core/env";
import { getOverview, listTemplates } from "@/lib/game-servers/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { listRegions } from "@/lib/nodes/queries";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.servers.new");
  return { title: t("createAServer") };
}

export default async function NewServerPage() {
  const t = await getTranslations("pages.servers.new");
  const actor = await requirePageActor("server.create");
  const [templates, regions, overview] = await Promise.all([
    listTemplates(actor),
    listRegions(actor),
    getOverview(actor),
  ]);
  return (
    <PageFrame title={t("createAServer")} lead={t("itIsOnlineAbout")}>
      <CreateWizard
        templates={templates.items}
        regions={regions.items}
        quota={overview.quota}
        used={overview.used}
        defaultTemplate={env().DEFAULT_TEMPLATE}
      />
    </PageFrame>
  );
}
