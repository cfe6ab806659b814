import { templateChange, templateView } from "@/lib/executors/contract";
import { deleteTemplate, getTemplate, updateTemplate } from "@/lib/executors/templates/templates";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One executor template.",
  tag: "Executors",
  permission: "executor_template.read",
  response: templateView,
  handle: ({ actor, params }) => getTemplate(actor, params.id ?? ""),
});

export const PATCH = route({
  summary: "Change a template; new settings reach executors by a roll-out.",
  tag: "Executors",
  permission: "executor_template.manage",
  body: templateChange,
  response: templateView,
  handle: ({ actor, params, body }) => updateTemplate(actor, params.id ?? "", body),
});

export const DELETE = route({
  summary: "Delete a template that no executor follows.",
  tag: "Executors",
  permission: "executor_template.manage",
  status: 204,
  handle: ({ actor, params }) => deleteTemplate(actor, params.id ?? ""),
});
