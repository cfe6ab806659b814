import { batchOf } from "@/lib/executors/batches/batches";
import { batchView } from "@/lib/executors/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The progress of a batch.",
  permission: "executor.create",
  params: idParams("executorBatch", "There is no such batch."),
  response: batchView,
  handle: ({ actor, params }) => batchOf(actor, params.id),
});
