import { rolloutView } from "@/lib/executors/rollouts/contract";
import { rollBack } from "@/lib/executors/rollouts/rollouts";
import { idOf, idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Roll back: every executor gets the previous version again.",
  permission: "executor_template.manage",
  params: idParams("executorTemplate", "There is no such template.").extend({
    rolloutId: idOf("executorRollout", "There is no such roll-out."),
  }),
  response: rolloutView,
  handle: ({ actor, params }) => rollBack(actor, params.id, params.rolloutId),
});
