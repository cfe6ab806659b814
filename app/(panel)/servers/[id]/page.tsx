import type { Metadata } from "next";
import { ServerDetail } from "@/components/servers/server-detail";
import { may } from "@/lib/access/permissions";
import { getServer, listServerEvents, listTemplates } from "@/lib/game-servers/queries";
import { orNotFound, requirePageActor } from "@/lib/http/page-actor";
import { serverChannel } from "@/lib/realtime/contract";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor("server.read");
  const server = await orNotFound(getServer(actor, (await params).id));
  return { title: server.name };
}

export default async function ServerPage({ params }: Props) {
  const actor = await requirePageActor("server.read");
  const { id } = await params;
  const [server, events, templates] = await Promise.all([
    orNotFound(getServer(actor, id)),
    orNotFound(listServerEvents(actor, id)),
    listTemplates(actor),
  ]);
  const template = templates.items.find((item) => item.slug === server.template) ?? null;
  const rights = {
    power: may(actor, "server.power"),
    command: may(actor, "server.command"),
    update: may(actor, "server.update"),
    delete: may(actor, "server.delete"),
    credentials: may(actor, "server.credentials"),
    suspend: may(actor, "server.suspend"),
  };
  return (
    <ServerDetail
      channel={serverChannel(id)}
      initial={server}
      initialEvents={events.items}
      template={template}
      rights={rights}
    />
  );
}
