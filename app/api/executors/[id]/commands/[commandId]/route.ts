import { commandView } from "@/lib/executors/commands/contract";
import { cancelCommand } from "@/lib/executors/commands/manage-commands";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Cancel a command that is not over yet.",
  tag: "Executors",
  permission: "executor.command",
  response: commandView,
  handle: ({ actor, params }) => cancelCommand(actor, params.id ?? "", params.commandId ?? ""),
});
