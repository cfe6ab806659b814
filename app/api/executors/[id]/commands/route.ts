import { listOf, listQuery } from "@/lib/core/lists";
import { commandView, createCommandBody } from "@/lib/executors/commands/contract";
import { createCommand } from "@/lib/executors/commands/create-command";
import { listCommands } from "@/lib/executors/commands/manage-commands";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The commands of an executor, the newest first.",
  permission: "executor.read",
  params: idParams("executor"),
  query: listQuery,
  response: listOf(commandView),
  handle: ({ actor, params, query }) => listCommands(actor, params.id, query),
});

export const POST = route({
  summary: "Send a command to an executor.",
  permission: "executor.command",
  params: idParams("executor"),
  body: createCommandBody,
  response: commandView,
  status: 201,
  idempotent: true,
  handle: ({ actor, params, body }) => createCommand(actor, params.id, body),
});
