import { takeSecrets } from "@/lib/executors/batches/batches";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "The batch's keys and secrets as CSV. They can be downloaded once.",
  tag: "Executors",
  permission: "executor.create",
  limit: "sensitive",
  stepUp: true,
  handle: async ({ actor, params }) =>
    new Response(await takeSecrets(actor, params.id ?? ""), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="executors.csv"',
      },
    }),
});
