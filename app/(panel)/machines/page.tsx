import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { MachineList } from "@/components/monitoring/machines/machine-list";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { may, reachOf } from "@/lib/access/permissions";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";
import { fleetFilter } from "@/lib/monitoring/machines/contract";
import { listMachines } from "@/lib/monitoring/machines/queries";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.machines");
  return { title: t("machines") };
}

const pageQuery = z.strictObject({
  q: z.string().trim().max(100).optional(),
  ...fleetFilter.shape,
});

export default async function MachinesPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("machine.read");
  const { query, ignored } = await readSearch(pageQuery, searchParams);
  const { items, nextCursor } = await listMachines(actor, query);
  return (
    <>
      <IgnoredInput names={ignored} />
      <MachineList
        items={items}
        nextCursor={nextCursor}
        canCreate={may(actor, "machine.create")}
        isStaff={reachOf(actor, "machine.read") === "all"}
      />
    </>
  );
}
