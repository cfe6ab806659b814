import { z } from "zod";
import { listOf, listQuery } from "@/lib/core/lists";
import { runView } from "@/lib/game-servers/contract";
import { listRuns } from "@/lib/game-servers/queries";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Provisioning runs with their steps; `failed=true` for failed runs.",
  permission: "run.read",
  query: listQuery.omit({ q: true }).extend({ failed: z.stringbool().optional() }),
  response: listOf(runView),
  handle: ({ actor, query }) => listRuns(actor, query),
});
