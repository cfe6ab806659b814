import { changedExecutorView, executorView, updateExecutorBody } from "@/lib/executors/contract";
import { getExecutor } from "@/lib/executors/queries";
import { revokeExecutor } from "@/lib/executors/revoke-executor";
import { updateExecutor } from "@/lib/executors/update-executor";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One executor.",
  tag: "Executors",
  permission: "executor.read",
  response: executorView,
  handle: ({ actor, params }) => getExecutor(actor, params.id ?? ""),
});

export const PATCH = route({
  summary: "Change an executor, or with `dryRun` only show what would change.",
  tag: "Executors",
  permission: "executor.manage",
  body: updateExecutorBody,
  response: changedExecutorView,
  handle: ({ actor, params, body }) => updateExecutor(actor, params.id ?? "", body),
});

export const DELETE = route({
  summary: "Revoke an executor: it is disconnected and refused from now on.",
  tag: "Executors",
  permission: "executor.manage",
  limit: "ending",
  status: 204,
  handle: ({ actor, params }) => revokeExecutor(actor, params.id ?? ""),
});
