import { z } from "zod";
import { listOf, listQuery } from "@/lib/core/lists";
import { createDatabaseBody, createdDatabaseView, databaseView } from "@/lib/hosted-services/databases/contract";
import { createDatabase } from "@/lib/hosted-services/databases/create-database";
import { listDatabases } from "@/lib/hosted-services/databases/queries";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "List databases within your reach, the newest first.",
  permission: "database.read",
  query: listQuery.extend({ all: z.stringbool().optional() }),
  response: listOf(databaseView),
  handle: ({ actor, query }) => listDatabases(actor, query),
});

export const POST = route({
  summary: "Create a database. Answers at once with its secrets; watch /events for the steps.",
  permission: "database.create",
  body: createDatabaseBody,
  response: createdDatabaseView,
  status: 201,
  idempotent: true,
  handle: ({ actor, body }) => createDatabase(actor, body),
});
