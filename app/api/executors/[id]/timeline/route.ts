import { listOf, listQuery } from "@/lib/core/lists";
import { timelineItem } from "@/lib/executors/fleet/contract";
import { executorTimeline } from "@/lib/executors/fleet/timeline";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "What happened to an executor, the newest first.",
  permission: "executor.read",
  params: idParams("executor"),
  query: listQuery,
  response: listOf(timelineItem),
  handle: ({ actor, params, query }) => executorTimeline(actor, params.id, query),
});
