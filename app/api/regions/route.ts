import { listOf, nameQuery, pageOf } from "@/lib/core/lists";
import { route } from "@/lib/http/route";
import { regionView } from "@/lib/nodes/contract";
import { listRegions } from "@/lib/nodes/queries";

export const GET = route({
  summary: "Regions to choose from.",
  permission: "region.read",
  query: nameQuery,
  response: listOf(regionView),
  handle: async ({ actor, query }) => pageOf((await listRegions(actor)).items, query, ({ slug }) => slug),
});
