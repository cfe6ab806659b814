import { commandView } from "@/lib/executors/commands/contract";
import { cancelCommand, getCommand } from "@/lib/executors/commands/manage-commands";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One command of an executor.",
  tag: "Executors",
  permission: "executor.read",
  response: commandView,
  handle: ({ actor, params }) => getCommand(actor, params.id ?? "", params.commandId ?? ""),
});

export const DELETE = route({
  summary: "Cancel a command that has not ended.",
  tag: "Executors",
  permission: "executor.command",
  limit: "ending",
  response: commandView,
  handle: ({ actor, params }) => cancelCommand(actor, params.id ?? "", params.commandId ?? ""),
});
