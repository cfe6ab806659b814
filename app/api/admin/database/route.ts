import { route } from "@/lib/http/route";
import { databaseStatus } from "@/lib/platform/database-status/contract";
import { readDatabaseStatus } from "@/lib/platform/database-status/read-database-status";

export const GET = route({
  summary: "Size, tables, indexes, connections, locks and slow statements of the panel's database, with advice.",
  permission: "database_status.read",
  response: databaseStatus,
  handle: ({ actor }) => readDatabaseStatus(actor),
});
