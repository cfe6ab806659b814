import { batchOf } from "@/lib/executors/batches/batches";
import { batchView } from "@/lib/executors/contract";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "How far a batch is.",
  tag: "Executors",
  permission: "executor.create",
  response: batchView,
  handle: ({ actor, params }) => batchOf(actor, params.id ?? ""),
});
