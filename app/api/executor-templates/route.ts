import { listOf, listQuery } from "@/lib/core/lists";
import { templateBody, templateView } from "@/lib/executors/templates/contract";
import { createTemplate, listTemplates } from "@/lib/executors/templates/templates";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your executor templates; all of them for staff.",
  permission: "executor_template.read",
  query: listQuery,
  response: listOf(templateView),
  handle: ({ actor, query }) => listTemplates(actor, query),
});

export const POST = route({
  summary: "Create an executor template.",
  permission: "executor_template.manage",
  body: templateBody,
  response: templateView,
  status: 201,
  idempotent: true,
  handle: ({ actor, body }) => createTemplate(actor, body),
});
