import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ServerCockpit } from "@/components/servers/cockpit/server-cockpit";
import { listServerEvents, listTemplates } from "@/lib/game-servers/queries";
import { clientsOf } from "@/lib/game-servers/templates/seed-templates";
import { listAttachedDatabases } from "@/lib/hosted-services/databases/attachments/queries";
import { orNotFound } from "@/lib/http/pages/page-actor";
import { currentReadings } from "@/lib/platform/charts/current-readings";
import { serverChannel } from "@/lib/realtime/contract";
import { readServer, type ServerPageProps } from "./read-server";

export async function generateMetadata({ params }: ServerPageProps): Promise<Metadata> {
  const { server } = await readServer(params);
  return { title: server.name };
}

export default async function ServerLayout({ params, children }: ServerPageProps & { children: ReactNode }) {
  const { actor, server, rights } = await readServer(params);
  const [databases, events, templates, readings] = await Promise.all([
    listAttachedDatabases(server.id),
    orNotFound(listServerEvents(actor, server.id)),
    listTemplates(actor),
    currentReadings(server),
  ]);
  return (
    <ServerCockpit
      channel={serverChannel(server.id)}
      initial={server}
      initialEvents={events.items}
      template={templates.items.find((item) => item.slug === server.template) ?? null}
      clients={clientsOf(server.template)}
      rights={rights}
      renderedAt={new Date().toISOString()}
      readings={readings}
      hasDatabases={databases.items.length > 0}
    >
      {children}
    </ServerCockpit>
  );
}
