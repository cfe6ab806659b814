import { restoreBody } from "@/lib/executors/config/contract";
import { restoreConfig } from "@/lib/executors/config/restore-config";
import { executorView } from "@/lib/executors/contract";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Give an executor an older configuration again.",
  permission: "executor.manage",
  params: idParams("executor"),
  body: restoreBody,
  response: executorView,
  handle: ({ actor, params, body }) => restoreConfig(actor, params.id, body.version),
});
