import { listOf, listQuery } from "@/lib/core/lists";
import { commandView, createCommandBody } from "@/lib/executors/commands/contract";
import { createCommand } from "@/lib/executors/commands/create-command";
import { listCommands } from "@/lib/executors/commands/manage-commands";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The commands of an executor, the newest first.",
  tag: "Executors",
  permission: "executor.read",
  query: listQuery,
  response: listOf(commandView),
  handle: ({ actor, params, query }) => listCommands(actor, params.id ?? "", query),
});

export const POST = route({
  summary: "Send a command to an executor.",
  tag: "Executors",
  permission: "executor.command",
  body: createCommandBody,
  response: commandView,
  status: 201,
  idempotent: true,
  handle: ({ actor, params, body }) => createCommand(actor, params.id ?? "", body),
});
