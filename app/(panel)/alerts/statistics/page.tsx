import type { Metadata } from "next";
import { AlertStatistics } from "@/components/alerts/alert-statistics";
import { readAlertStats } from "@/lib/alerts/incidents/statistics";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export const metadata: Metadata = { title: "Statistics of alerts" };

export default async function StatisticsPage() {
  const actor = await requirePageActor("alert.read");
  return <AlertStatistics stats={await readAlertStats(actor)} />;
}
