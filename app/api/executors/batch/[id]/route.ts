import { batchOf } from "@/lib/executors/batches/batches";
import { batchView } from "@/lib/executors/contract";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The progress of a batch.",
  tag: "Executors",
  permission: "executor.create",
  response: batchView,
  handle: ({ actor, params }) => batchOf(actor, params.id ?? ""),
});
