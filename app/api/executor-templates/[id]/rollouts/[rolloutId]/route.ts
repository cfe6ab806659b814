import { rolloutView } from "@/lib/executors/contract";
import { rollBack } from "@/lib/executors/rollouts/rollouts";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "Roll back: every executor gets the previous version again.",
  tag: "Executors",
  permission: "executor_template.manage",
  response: rolloutView,
  handle: ({ actor, params }) => rollBack(actor, params.id ?? "", params.rolloutId ?? ""),
});
