import { bulkAction } from "@/lib/executors/fleet/bulk-action";
import { bulkAnswer, bulkBody } from "@/lib/executors/fleet/contract";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Apply one action to up to 200 executors, or with `dryRun` show its effect on each.",
  permission: "executor.manage",
  limit: "sensitive",
  idempotent: true,
  body: bulkBody,
  response: bulkAnswer,
  stepUp: ({ dryRun, action }) => !dryRun && action.kind === "revoke",
  handle: ({ actor, body }) => bulkAction(actor, body),
});
