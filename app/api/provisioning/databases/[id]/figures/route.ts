import { databaseFiguresView } from "@/lib/hosted-services/databases/contract";
import { getFigures } from "@/lib/hosted-services/databases/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Size, connections and cache hits of a database, read from its server now.",
  permission: "database.read",
  params: idParams("database"),
  response: databaseFiguresView,
  handle: ({ actor, params }) => getFigures(actor, params.id),
});
