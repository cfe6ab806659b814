import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ServerTable } from "@/components/servers/server-table";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { LinkButton } from "@/components/ui/link-button";
import { PageFrame } from "@/components/ui/page-frame";
import { may } from "@/lib/access/permissions";
import { listQuery } from "@/lib/core/lists";
import { serverStatusSchema } from "@/lib/game-servers/contract";
import { listServers } from "@/lib/game-servers/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { serverChannel, userChannel } from "@/lib/realtime/contract";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.servers");
  return { title: t("servers") };
}

const pageQuery = listQuery.extend({ status: serverStatusSchema.optional() });

export default async function ServersPage({ searchParams }: { searchParams: PageSearch }) {
  const t = await getTranslations("pages.servers");
  const actor = await requirePageActor("server.read");
  const { query, ignored } = await readSearch(pageQuery, searchParams);
  const { items, nextCursor } = await listServers(actor, { ...query, all: false });
  const create = may(actor, "server.create") ? <LinkButton href="/servers/new">{t("createServer")}</LinkButton> : null;
  const channel = actor.resourceId ? serverChannel(actor.resourceId) : userChannel(actor.userId ?? "");
  return (
    <PageFrame title={t("servers")} actions={create}>
      <IgnoredInput names={ignored} />
      <ServerTable
        items={items}
        nextCursor={nextCursor}
        channel={channel}
        canAct={may(actor, "server.delete")}
        selfId={actor.userId}
      />
    </PageFrame>
  );
}
