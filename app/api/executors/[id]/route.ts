import { changedExecutorView, executorView, updateExecutorBody } from "@/lib/executors/contract";
import { getExecutor } from "@/lib/executors/queries";
import { revokeExecutor } from "@/lib/executors/revoke-executor";
import { updateExecutor } from "@/lib/executors/update-executor";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "One executor.",
  permission: "executor.read",
  params: idParams("executor"),
  response: executorView,
  handle: ({ actor, params }) => getExecutor(actor, params.id),
});

export const PATCH = route({
  summary: "Change an executor, or with `dryRun` only show what would change.",
  permission: "executor.manage",
  params: idParams("executor"),
  body: updateExecutorBody,
  response: changedExecutorView,
  handle: ({ actor, params, body }) => updateExecutor(actor, params.id, body),
});

export const DELETE = route({
  summary: "Revoke an executor: it is disconnected and refused from now on.",
  permission: "executor.manage",
  limit: "ending",
  params: idParams("executor"),
  status: 204,
  handle: ({ actor, params }) => revokeExecutor(actor, params.id),
});
