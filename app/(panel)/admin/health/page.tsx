import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HealthReport } from "@/components/admin/health/health-report";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { may } from "@/lib/access/permissions";
import { historyQuery } from "@/lib/health/contract";
import { readHealth } from "@/lib/health/read-health";
import { readHealthHistory } from "@/lib/health/read-history";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.health");
  return { title: t("health") };
}

export default async function HealthPage({ searchParams }: { searchParams: PageSearch }) {
  const actor = await requirePageActor("health.read");
  const { query, ignored } = await readSearch(historyQuery, searchParams);
  const [{ items }, history] = await Promise.all([readHealth(actor), readHealthHistory(actor, query.hours)]);
  return (
    <>
      <IgnoredInput names={ignored} />
      <HealthReport
        findings={items}
        history={history}
        hours={query.hours}
        canReport={may(actor, "support_report.read")}
      />
    </>
  );
}
