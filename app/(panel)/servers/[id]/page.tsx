import type { Metadata } from "next";
import { AttachedDatabases } from "@/components/databases/attached-databases";
import { ServerDetail } from "@/components/servers/server-detail";
import { getServer, listServerEvents, listTemplates } from "@/lib/game-servers/queries";
import { serverRights } from "@/lib/game-servers/sharing/rights";
import { listAttachedDatabases } from "@/lib/hosted-services/databases/attachments/queries";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";
import { serverChannel } from "@/lib/realtime/contract";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor("server.read");
  const server = await orNotFound(getServer(actor, await readId(params)));
  return { title: server.name };
}

export default async function ServerPage({ params }: Props) {
  const actor = await requirePageActor("server.read");
  const id = await readId(params);
  const [server, databases, events, templates] = await Promise.all([
    orNotFound(getServer(actor, id)),
    listAttachedDatabases(id),
    orNotFound(listServerEvents(actor, id)),
    listTemplates(actor),
  ]);
  const template = templates.items.find((item) => item.slug === server.template) ?? null;
  const rights = await serverRights(actor, server);
  return (
    <ServerDetail
      below={<AttachedDatabases items={databases.items} />}
      channel={serverChannel(id)}
      initial={server}
      initialEvents={events.items}
      template={template}
      rights={rights}
    />
  );
}
