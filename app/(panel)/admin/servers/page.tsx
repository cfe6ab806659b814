import type { Metadata } from "next";
import { PageFrame } from "@/components/page/page-frame";
import { ServerTable } from "@/components/servers/server-table";
import { listQuery } from "@/lib/core/lists";
import { serverStatusSchema } from "@/lib/game-servers/contract";
import { listServers } from "@/lib/game-servers/queries";
import { requirePageActor } from "@/lib/http/page-actor";
import { staffChannel } from "@/lib/realtime/contract";

export const metadata: Metadata = { title: "All servers" };

const pageQuery = listQuery.extend({ status: serverStatusSchema.optional() }).catch({ limit: 40 });

export default async function AllServersPage({ searchParams }: { searchParams: Promise<Record<string, string>> }) {
  const actor = await requirePageActor("run.read");
  const { items, nextCursor } = await listServers(actor, pageQuery.parse(await searchParams));
  return (
    <PageFrame title="All servers" lead="Everybody's servers on every node.">
      <ServerTable items={items} nextCursor={nextCursor} channel={staffChannel} showOwner />
    </PageFrame>
  );
}
