import { rotatePassword } from "@/lib/hosted-services/databases/change-database";
import { databaseCredentialsView, rotatePasswordBody } from "@/lib/hosted-services/databases/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "New passwords for all users of the database.",
  permission: "database.credentials",
  limit: "sensitive",
  params: idParams("database"),
  body: rotatePasswordBody,
  response: databaseCredentialsView,
  handle: ({ actor, params, body }) => rotatePassword(actor, params.id, body),
});
