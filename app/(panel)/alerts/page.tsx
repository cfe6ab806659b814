import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { AlertList } from "@/components/alerts/alert-list";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { alertFilter } from "@/lib/alerts/contract";
import { listAlerts } from "@/lib/alerts/incidents/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.alerts");
  return { title: t("alerts") };
}

const states = z.enum(["open", "firing", "acknowledged", "resolved", "all"]).default("open");
const pageQuery = z.strictObject({ ...alertFilter.shape, state: states });

export default async function AlertsPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("alert.read");
  const { query, ignored } = await readSearch(pageQuery, searchParams);
  const { state, ...filter } = query;
  const alerts = await listAlerts(actor, state === "all" ? filter : { ...filter, state });
  return (
    <>
      <IgnoredInput names={ignored} />
      <AlertList {...alerts} />
    </>
  );
}
