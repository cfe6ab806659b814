import { listOf, nameQuery, pageOf } from "@/lib/core/lists";
import { listTemplates } from "@/lib/game-servers/queries";
import { templateView } from "@/lib/game-servers/templates/contract";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Games to choose from.",
  permission: "template.read",
  query: nameQuery,
  response: listOf(templateView),
  handle: async ({ actor, query }) => pageOf((await listTemplates(actor)).items, query, ({ slug }) => slug),
});
