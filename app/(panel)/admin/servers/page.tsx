import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ServerTable } from "@/components/servers/server-table";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { PageFrame } from "@/components/ui/page-frame";
import { may } from "@/lib/access/permissions";
import { listQuery } from "@/lib/core/lists";
import { serverStatusSchema } from "@/lib/game-servers/contract";
import { listServers } from "@/lib/game-servers/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { staffChannel } from "@/lib/realtime/contract";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.servers");
  return { title: t("allServers") };
}

const pageQuery = listQuery.extend({ status: serverStatusSchema.optional() });

export default async function AllServersPage({ searchParams }: { searchParams: PageSearch }) {
  const t = await getTranslations("pages.admin.servers");
  const actor = await requirePageActor("run.read");
  const { query, ignored } = await readSearch(pageQuery, searchParams);
  const { items, nextCursor } = await listServers(actor, query);
  return (
    <PageFrame title={t("allServers")} lead={t("everybodysServersOnEvery")}>
      <IgnoredInput names={ignored} />
      <ServerTable
        items={items}
        nextCursor={nextCursor}
        channel={staffChannel}
        showOwner
        canAct={may(actor, "server.delete")}
      />
    </PageFrame>
  );
}
