import { AttachedDatabases } from "@/components/databases/attached-databases";
import { EmptyState } from "@/components/ui/empty-state";
import { listAttachedDatabases } from "@/lib/hosted-services/databases/attachments/queries";
import { readServer, type ServerPageProps } from "../read-server";

export default async function ServerDatabasesPage({ params }: ServerPageProps) {
  const { server } = await readServer(params);
  const { items } = await listAttachedDatabases(server.id);
  if (items.length > 0) return <AttachedDatabases items={items} />;
  return <EmptyState title="No database is connected.">Connect one on its page, under Servers.</EmptyState>;
}
