import { endEnrolment } from "@/lib/executors/enrolment/enrolment";
import { route } from "@/lib/http/route";

export const DELETE = route({
  summary: "End an enrolment link.",
  tag: "Executors",
  permission: "executor.create",
  limit: "ending",
  status: 204,
  handle: ({ actor, params }) => endEnrolment(actor, params.id ?? ""),
});
