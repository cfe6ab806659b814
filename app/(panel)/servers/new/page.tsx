import type { Metadata } from "next";
import { CreateWizard } from "@/components/servers/create/create-wizard";
import { PageFrame } from "@/components/ui/page-frame";
import { env } from "@/lib/core/env";
import { getOverview, listTemplates } from "@/lib/game-servers/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { listRegions } from "@/lib/nodes/queries";

export const metadata: Metadata = { title: "Create a server" };

export default async function NewServerPage() {
  const actor = await requirePageActor("server.create");
  const [templates, regions, overview] = await Promise.all([
    listTemplates(actor),
    listRegions(actor),
    getOverview(actor),
  ]);
  return (
    <PageFrame title="Create a server" lead="It is online about a second after its image is on the machine.">
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
