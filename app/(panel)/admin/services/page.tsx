import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
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

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.services");
  return { title: t("services") };
}

export default async function ServicesPage({ searchParams }: { searchParams: PageSearch }) {
  const t = await getTranslations("pages.admin.services");
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
        <Card title={t("quotasByRole")}>
          <RoleQuotas quotas={quotas.items} />
        </Card>
      </ProviderList>
    </>
  );
}
