import { listOf, nameQuery, pageOf } from "@/lib/core/lists";
import { managedTemplateView } from "@/lib/game-servers/templates/contract";
import { listManagedTemplates } from "@/lib/game-servers/templates/manage-templates";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Every game of the panel, also those that are not offered.",
  permission: "template.manage",
  query: nameQuery,
  response: listOf(managedTemplateView),
  handle: async ({ actor, query }) => pageOf((await listManagedTemplates(actor)).items, query, ({ slug }) => slug),
});
