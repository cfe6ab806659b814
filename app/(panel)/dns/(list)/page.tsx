import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ZoneTable } from "@/components/dns/zone-table";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { may } from "@/lib/access/permissions";
import { listQuery } from "@/lib/core/lists";
import { zoneTemplates } from "@/lib/hosted-services/dns/templates/records-of-template";
import { zoneTemplateNames } from "@/lib/hosted-services/dns/zones/contract";
import { listZones } from "@/lib/hosted-services/dns/zones/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { userChannel } from "@/lib/realtime/contract";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.dns");
  return { title: t("dnsZones") };
}

export default async function ZonesPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("zone.read");
  const { query, ignored } = await readSearch(listQuery, searchParams);
  const { items, nextCursor } = await listZones(actor, query);
  const templates = zoneTemplateNames.map((name) => {
    const { label, description } = zoneTemplates[name];
    return { name, label, description };
  });
  return (
    <>
      <IgnoredInput names={ignored} />
      <ZoneTable
        items={items}
        nextCursor={nextCursor}
        channel={userChannel(actor.userId ?? "")}
        templates={templates}
        canCreate={may(actor, "zone.create")}
      />
    </>
  );
}
