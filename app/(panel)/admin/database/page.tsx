import type { Metadata } from "next";
import { DatabaseReport } from "@/components/admin/database/database-report";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { readDatabaseStatus } from "@/lib/platform/database-status/read-database-status";

export const metadata: Metadata = { title: "Database" };

export default async function DatabasePage() {
  const actor = await requirePageActor("database_status.read");
  return <DatabaseReport status={await readDatabaseStatus(actor)} />;
}
