import { takeSecrets } from "@/lib/executors/batches/batches";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "The batch's keys and secrets as CSV. They can be downloaded once.",
  permission: "executor.create",
  limit: "sensitive",
  stepUp: true,
  params: idParams("executorBatch", "There is no such batch."),
  handle: async ({ actor, params }) =>
    new Response(await takeSecrets(actor, params.id), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="executors.csv"',
      },
    }),
});
