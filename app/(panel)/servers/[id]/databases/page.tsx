import { getTranslations } from "next-intl/server";
import { AttachedDatabases } from "@/components/databases/attached-databases";
import { EmptyState } from "@/components/ui/empty-state";
import { listAttachedDatabases } from "@/lib/hosted-services/databases/attachments/queries";
import { readServer, type ServerPageProps } from "../read-server";

export default async function ServerDatabasesPage({ params }: ServerPageProps) {
  const t = await getTranslations("pages.servers.id.databases");
  const { server } = await readServer(params);
  const { items } = await listAttachedDatabases(server.id);
  if (items.length > 0) return <AttachedDatabases items={items} />;
  return <EmptyState title={t("noDatabaseIsConnected")}>{t("connectOneOnIts")}</EmptyState>;
}
