import { revealCredentials } from "@/lib/hosted-services/databases/change-database";
import { databaseCredentialsView } from "@/lib/hosted-services/databases/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Reveal the passwords; recorded in the audit log.",
  permission: "database.credentials",
  limit: "sensitive",
  params: idParams("database"),
  response: databaseCredentialsView,
  handle: ({ actor, params }) => revealCredentials(actor, params.id),
});
