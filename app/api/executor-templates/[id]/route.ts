import { templateChange, templateView } from "@/lib/executors/templates/contract";
import { deleteTemplate, getTemplate, updateTemplate } from "@/lib/executors/templates/templates";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One executor template.",
  permission: "executor_template.read",
  params: idParams("executorTemplate", "There is no such template."),
  response: templateView,
  handle: ({ actor, params }) => getTemplate(actor, params.id),
});

export const PATCH = route({
  summary: "Change a template; new settings reach executors by a roll-out.",
  permission: "executor_template.manage",
  params: idParams("executorTemplate", "There is no such template."),
  body: templateChange,
  response: templateView,
  handle: ({ actor, params, body }) => updateTemplate(actor, params.id, body),
});

export const DELETE = route({
  summary: "Delete a template that no executor follows.",
  permission: "executor_template.manage",
  params: idParams("executorTemplate", "There is no such template."),
  status: 204,
  handle: ({ actor, params }) => deleteTemplate(actor, params.id),
});
