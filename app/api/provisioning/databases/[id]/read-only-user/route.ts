import { setReadOnlyUser } from "@/lib/hosted-services/databases/change-database";
import { databaseCredentialsView } from "@/lib/hosted-services/databases/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Add a second user that only reads.",
  permission: "database.credentials",
  limit: "sensitive",
  params: idParams("database"),
  response: databaseCredentialsView,
  handle: ({ actor, params }) => setReadOnlyUser(actor, params.id, true),
});

export const DELETE = route({
  summary: "Remove the user that only reads.",
  permission: "database.credentials",
  limit: "sensitive",
  params: idParams("database"),
  response: databaseCredentialsView,
  handle: ({ actor, params }) => setReadOnlyUser(actor, params.id, false),
});
