import { commandView } from "@/lib/executors/commands/contract";
import { cancelCommand, getCommand } from "@/lib/executors/commands/manage-commands";
import { idOf, idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

const params = idParams("executor").extend({ commandId: idOf("executorCommand", "There is no such command.") });

export const GET = route({
  summary: "One command of an executor.",
  permission: "executor.read",
  params,
  response: commandView,
  handle: ({ actor, params }) => getCommand(actor, params.id, params.commandId),
});

export const DELETE = route({
  summary: "Cancel a command that has not ended.",
  permission: "executor.command",
  limit: "ending",
  params,
  response: commandView,
  handle: ({ actor, params }) => cancelCommand(actor, params.id, params.commandId),
});
