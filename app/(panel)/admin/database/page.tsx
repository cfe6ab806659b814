import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DatabaseReport } from "@/components/admin/database/database-report";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { readDatabaseStatus } from "@/lib/platform/database-status/read-database-status";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.database");
  return { title: t("database") };
}

export default async function DatabasePage() {
  const actor = await requirePageActor("database_status.read");
  return <DatabaseReport status={await readDatabaseStatus(actor)} />;
}
