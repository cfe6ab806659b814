import type { Metadata } from "next";
import { ProviderList } from "@/components/admin/services/provider-list";
import { RoleQuotas } from "@/components/admin/services/role-quotas";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { Card } from "@/components/ui/page-frame";
import { listQuery } from "@/lib/core/lists";
import { listRoleQuotas } from "@/lib/hosted-services/plans/quotas";
import { listProviderKinds, listProviders } from "@/lib/hosted-services/providers/list-providers";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { listNodes } from "@/lib/nodes/queries";

export const metadata: Metadata = { title: "Services" };

export default async function ServicesPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("provider.read");
  const { query, ignored } = await readSearch(listQuery, searchParams);
  const [{ items, nextCursor }, nodes, quotas] = await Promise.all([
    listProviders(actor, query),
    listNodes(actor),
    listRoleQuotas(actor),
  ]);
  const choices = nodes.items.map(({ id, name }) => ({ id, name }));
  return (
    <>
      <IgnoredInput names={ignored} />
      <ProviderList items={items} nextCursor={nextCursor} kinds={listProviderKinds(actor).items} nodes={choices}>
        <Card title="Quotas by role">
          <RoleQuotas quotas={quotas.items} />
        </Card>
      </ProviderList>
    </>
  );
}
