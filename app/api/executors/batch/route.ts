import { batchAnswer, batchBody } from "@/lib/executors/contract";
import { createBatch } from "@/lib/executors/create-batch";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Make up to 1,000 executors from CSV; their keys and secrets come back as CSV, once.",
  tag: "Executors",
  permission: "executor.create",
  limit: "executorBatch",
  body: batchBody,
  response: batchAnswer,
  status: 201,
  idempotent: true,
  stepUp: true,
  handle: ({ actor, body }) => createBatch(actor, body.csv),
});
