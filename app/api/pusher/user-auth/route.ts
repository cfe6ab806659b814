import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { authenticateExecutorCall } from "@/lib/http/callers/authenticate-executor-call";
import { httpLogger } from "@/lib/http/log-request";
import { readBytes } from "@/lib/http/request-body";
import { route } from "@/lib/http/route";
import { userAuthRequestSchema } from "@/lib/realtime/contract";
import { createPublisher, type Publisher, publisherConfig } from "@/lib/realtime/publisher";

let publisher: Publisher | undefined;

export const POST = route({
  summary:
    "Sign a realtime connection in under its session, token or executor, so that it closes when that ends (form: socket_id).",
  permission: "server.read",
  executor: "also",
  duringEnrolment: true,
  handle: async ({ actor, request, headers }) => {
    const text = new TextDecoder().decode(await readBytes(request, 4096));
    const { socket_id } = userAuthRequestSchema.parse(Object.fromEntries(new URLSearchParams(text)));
    const isExecutor = request.headers.has("x-api-key");
    const id = isExecutor
      ? (await authenticateExecutorCall(request, headers)).executor.id
      : (actor.sessionId ?? actor.token?.id);
    if (!id) throw coreErrors.forbidden({ detail: "Only a session, a token or an executor's key can sign in." });
    publisher ??= createPublisher(publisherConfig(env(), httpLogger()));
    return publisher.authenticateUser(socket_id, { id });
  },
});
