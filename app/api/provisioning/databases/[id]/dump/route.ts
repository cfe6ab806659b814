import { dumpView } from "@/lib/hosted-services/databases/dumps/contract";
import { requestDump } from "@/lib/hosted-services/databases/dumps/request-dump";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Request a dump of a database; it is ready when its status says so.",
  permission: "database.manage",
  limit: "sensitive",
  params: idParams("database"),
  response: dumpView,
  status: 202,
  idempotent: true,
  handle: ({ actor, params }) => requestDump(actor, params.id),
});
