import type { Metadata } from "next";
import { ProviderList } from "@/components/admin/services/provider-list";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { listQuery } from "@/lib/core/lists";
import { listProviderKinds, listProviders } from "@/lib/hosted-services/providers/list-providers";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { listNodes } from "@/lib/nodes/queries";

export const metadata: Metadata = { title: "Services" };

export default async function ServicesPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("provider.read");
  const { query, ignored } = await readSearch(listQuery, searchParams);
  const [{ items, nextCursor }, nodes] = await Promise.all([listProviders(actor, query), listNodes(actor)]);
  const choices = nodes.items.map(({ id, name }) => ({ id, name }));
  return (
    <>
      <IgnoredInput names={ignored} />
      <ProviderList items={items} nextCursor={nextCursor} kinds={listProviderKinds(actor).items} nodes={choices} />
    </>
  );
}
