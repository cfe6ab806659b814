import { endEnrolment } from "@/lib/executors/enrolment/enrolment";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "End an enrolment link.",
  permission: "executor.create",
  limit: "ending",
  params: idParams("executorEnrolment", "There is no such enrolment link."),
  status: 204,
  handle: ({ actor, params }) => endEnrolment(actor, params.id),
});
