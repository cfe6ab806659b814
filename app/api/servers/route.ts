import { z } from "zod";
import { listOf, listQuery } from "@/lib/core/lists";
import { createdServerView, createServerBody, serverStatusSchema, serverView } from "@/lib/game-servers/contract";
import { exportServers } from "@/lib/game-servers/export-servers";
import { createServer } from "@/lib/game-servers/lifecycle/create-server";
import { listServers } from "@/lib/game-servers/queries";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "List servers within your reach, the newest first; as pages, or all that match as CSV.",
  permission: "server.read",
  query: listQuery.extend({
    status: serverStatusSchema.optional(),
    all: z.stringbool().optional(),
    format: z.enum(["json", "csv"]).default("json"),
  }),
  response: listOf(serverView),
  handle: async ({ actor, query: { format, ...query } }) =>
    format === "csv" ? exportServers(actor, query) : listServers(actor, query),
});

export const POST = route({
  summary: "Create a server. Answers at once; watch /events or the realtime channel for the steps.",
  permission: "server.create",
  body: createServerBody,
  response: createdServerView,
  status: 201,
  idempotent: true,
  handle: ({ actor, body }) => createServer(actor, body),
});
