import { z } from "zod";
import { enrolBody } from "@/lib/executors/enrolment/contract";
import { enrol } from "@/lib/executors/enrolment/enrolment";
import { requestOrigin } from "@/lib/http/callers/authenticate";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Register a machine as an executor with an enrolment token. Key and secret are returned only once.",
  permission: null,
  limit: "executorEnrol",
  maxBodyBytes: 4096,
  body: enrolBody,
  response: z.object({ executorId: z.string(), key: z.string(), secret: z.string() }),
  status: 201,
  handle: ({ request, headers, body }) => enrol(requestOrigin(request.headers, headers.get("x-request-id")), body),
});
