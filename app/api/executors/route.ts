import { listOf, listQuery } from "@/lib/core/lists";
import { createdExecutorView, createExecutorBody, executorView } from "@/lib/executors/contract";
import { createExecutor } from "@/lib/executors/create-executor";
import { fleetFilter } from "@/lib/executors/fleet/contract";
import { listExecutors } from "@/lib/executors/queries";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your executors; all of them for staff.",
  permission: "executor.read",
  query: listQuery.extend(fleetFilter.shape),
  response: listOf(executorView),
  handle: ({ actor, query }) => listExecutors(actor, query),
});

export const POST = route({
  summary: "Create an executor. Its secret is shown once.",
  permission: "executor.create",
  limit: "keyManagement",
  body: createExecutorBody,
  response: createdExecutorView,
  status: 201,
  idempotent: true,
  stepUp: true,
  handle: ({ actor, body }) => createExecutor(actor, body),
});
