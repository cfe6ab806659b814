import { z } from "zod";
import { deleteDatabase, updateDatabase } from "@/lib/hosted-services/databases/change-database";
import { databaseView, updateDatabaseBody } from "@/lib/hosted-services/databases/contract";
import { deleteDatabaseQuery } from "@/lib/hosted-services/databases/dumps/contract";
import { getDatabase } from "@/lib/hosted-services/databases/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One database; secrets are masked.",
  permission: "database.read",
  params: idParams("database"),
  response: databaseView,
  handle: ({ actor, params }) => getDatabase(actor, params.id),
});

export const PATCH = route({
  summary: "Change name, connection limit or extensions. Extensions are added, not removed.",
  permission: "database.manage",
  limit: "sensitive",
  params: idParams("database"),
  body: updateDatabaseBody,
  response: databaseView,
  handle: ({ actor, params, body }) => updateDatabase(actor, params.id, body),
});

export const DELETE = route({
  summary: "Delete a database with its users. A last dump is kept for 7 days unless keepDump is false.",
  permission: "database.delete",
  limit: "sensitive",
  params: idParams("database"),
  query: deleteDatabaseQuery,
  response: z.object({ status: z.literal("deleting") }),
  status: 202,
  handle: ({ actor, params, query }) => deleteDatabase(actor, params.id, query),
});
