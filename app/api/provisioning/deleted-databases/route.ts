import { z } from "zod";
import { deletedDatabaseView } from "@/lib/hosted-services/databases/dumps/contract";
import { listDeletedDatabases } from "@/lib/hosted-services/databases/dumps/deleted-databases";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your databases that were deleted and can be brought back.",
  permission: "database.read",
  response: z.object({ items: z.array(deletedDatabaseView) }),
  handle: ({ actor }) => listDeletedDatabases(actor),
});
