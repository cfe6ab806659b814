import { createBatch, listBatches } from "@/lib/executors/batches/batches";
import { batchBody, batchView } from "@/lib/executors/contract";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your batches of the last month.",
  permission: "executor.create",
  handle: async ({ actor }) => ({ items: await listBatches(actor) }),
});

export const POST = route({
  summary:
    "Create up to 1,000 executors from CSV. Up to ten are created in the call, with their secrets; more by the worker.",
  permission: "executor.create",
  limit: "executorBatch",
  body: batchBody,
  response: batchView,
  status: 201,
  idempotent: true,
  stepUp: true,
  handle: ({ actor, body }) => createBatch(actor, body.csv, body.keepSecrets),
});
