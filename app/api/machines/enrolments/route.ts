import { route } from "@/lib/http/route";
import { createMachineEnrolment } from "@/lib/monitoring/agents/enrolment";
import { enrolmentBody, enrolmentView } from "@/lib/monitoring/machines/contract";

export const POST = route({
  summary: "Create a token with which an agent registers its machine, once within 15 minutes. It is shown once.",
  permission: "machine.create",
  limit: "keyManagement",
  body: enrolmentBody,
  response: enrolmentView,
  status: 201,
  idempotent: true,
  stepUp: true,
  handle: ({ actor, body }) => createMachineEnrolment(actor, body),
});
