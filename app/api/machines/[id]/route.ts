import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";
import { removeMachine, renameMachine } from "@/lib/monitoring/machines/change-machine";
import { machineDetail, renameBody } from "@/lib/monitoring/machines/contract";
import { getMachine } from "@/lib/monitoring/machines/queries";

export const GET = route({
  summary: "One machine with its newest figures.",
  permission: "machine.read",
  params: idParams("machine"),
  response: machineDetail,
  handle: ({ actor, params }) => getMachine(actor, params.id),
});

export const PATCH = route({
  summary: "Rename a machine.",
  permission: "machine.manage",
  params: idParams("machine"),
  body: renameBody,
  response: machineDetail,
  handle: ({ actor, params, body }) => renameMachine(actor, params.id, body.name),
});

export const DELETE = route({
  summary: "Remove a machine with its figures; its agent is refused from now on.",
  permission: "machine.manage",
  limit: "ending",
  params: idParams("machine"),
  status: 204,
  handle: ({ actor, params }) => removeMachine(actor, params.id),
});
