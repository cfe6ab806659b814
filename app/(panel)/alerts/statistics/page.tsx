import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AlertStatistics } from "@/components/alerts/alert-statistics";
import { readAlertStats } from "@/lib/alerts/incidents/statistics";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.alerts.statistics");
  return { title: t("statisticsOfAlerts") };
}

export default async function StatisticsPage() {
  const actor = await requirePageActor("alert.read");
  return <AlertStatistics stats={await readAlertStats(actor)} />;
}
