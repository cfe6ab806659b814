import { createdDatabaseView } from "@/lib/hosted-services/databases/contract";
import { undeleteDatabase } from "@/lib/hosted-services/databases/dumps/deleted-databases";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Bring a deleted database back with its names and content. Answers with its new password.",
  permission: "database.create",
  limit: "sensitive",
  params: idParams("dump", "There is no such deleted database."),
  response: createdDatabaseView,
  status: 201,
  idempotent: true,
  handle: ({ actor, params }) => undeleteDatabase(actor, params.id),
});
