import { z } from "zod";
import { hostedEventView } from "@/lib/hosted-services/contract";
import { listDatabaseEvents } from "@/lib/hosted-services/databases/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The timeline of a database: what each run did, oldest first.",
  permission: "database.read",
  params: idParams("database"),
  query: z.strictObject({ after: z.coerce.number().int().min(0).optional() }),
  response: z.object({ items: z.array(hostedEventView) }),
  handle: ({ actor, params, query }) => listDatabaseEvents(actor, params.id, query.after),
});
