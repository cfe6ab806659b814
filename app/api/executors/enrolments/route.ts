import { z } from "zod";
import { enrolmentBody } from "@/lib/executors/enrolment/contract";
import { createEnrolment, listEnrolments } from "@/lib/executors/enrolment/enrolment";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your enrolment links.",
  permission: "executor.create",
  handle: async ({ actor }) => ({ items: await listEnrolments(actor) }),
});

export const POST = route({
  summary: "Create a token with which machines register themselves as your executors. It is shown once.",
  permission: "executor.create",
  limit: "keyManagement",
  body: enrolmentBody,
  response: z.object({ id: z.string(), token: z.string(), expiresAt: z.iso.datetime() }),
  status: 201,
  idempotent: true,
  stepUp: true,
  handle: ({ actor, body }) => createEnrolment(actor, body),
});
