import { idQuery, listOf, pageOf } from "@/lib/core/lists";
import { rolloutBody, rolloutView } from "@/lib/executors/rollouts/contract";
import { listRollouts, startRollout } from "@/lib/executors/rollouts/rollouts";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Roll-outs of a template, the newest first.",
  permission: "executor_template.read",
  params: idParams("executorTemplate", "There is no such template."),
  query: idQuery,
  response: listOf(rolloutView),
  handle: async ({ actor, params, query }) => pageOf(await listRollouts(actor, params.id), query, ({ id }) => id, true),
});

export const POST = route({
  summary: "Roll out a template's newest version to its executors, one share at a time.",
  permission: "executor_template.manage",
  params: idParams("executorTemplate", "There is no such template."),
  body: rolloutBody,
  response: rolloutView,
  status: 201,
  idempotent: true,
  handle: ({ actor, params, body }) => startRollout(actor, params.id, body),
});
