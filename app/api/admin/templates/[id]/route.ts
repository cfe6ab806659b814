import { managedTemplateView, patchTemplateBody } from "@/lib/game-servers/templates/contract";
import { changeTemplate } from "@/lib/game-servers/templates/manage-templates";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const PATCH = route({
  summary: "Offer a game to customers, or no longer. Servers that exist are not changed.",
  permission: "template.manage",
  limit: "sensitive",
  params: idParams("template"),
  body: patchTemplateBody,
  response: managedTemplateView,
  handle: ({ actor, params, body }) => changeTemplate(actor, params.id, body),
});
