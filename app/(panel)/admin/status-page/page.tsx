import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StatusSettings } from "@/components/admin/status/status-settings";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { listReports } from "@/lib/status/incidents/list-reports";
import { getStatusPage } from "@/lib/status/status-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.statusPage");
  return { title: t("statusPage") };
}

export default async function StatusSettingsPage() {
  const actor = await requirePageActor("status_page.manage");
  const [page, { items }] = await Promise.all([getStatusPage(actor), listReports(actor)]);
  return <StatusSettings page={page} incidents={items} />;
}
