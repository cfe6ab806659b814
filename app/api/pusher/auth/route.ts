import type { Actor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { authenticateExecutorCall } from "@/lib/http/callers/authenticate-executor-call";
import { listeningRefusal, requireExecutorListening } from "@/lib/http/realtime/listening-refusals";
import { proofOfHash, requireListening } from "@/lib/http/realtime/listening-rights";
import { readBytes } from "@/lib/http/request-body";
import { httpLogger, route } from "@/lib/http/route";
import { channelAuthRequestSchema } from "@/lib/realtime/contract";
import { type GrantHolder, proofOf, recordGrant } from "@/lib/realtime/grants";
import { createPublisher, type Publisher, publisherConfig } from "@/lib/realtime/publisher";

let publisher: Publisher | undefined;

/** The session or token that grants a person's right to a channel, after the right was checked. */
async function holderOf(actor: Actor, channelName: string): Promise<GrantHolder> {
  await requireListening(actor, channelName);
  const personId = actor.userId ?? "";
  const address = actor.origin.ip;
  if (actor.sessionId) return { kind: "session", id: actor.sessionId, personId, proof: null, address };
  if (actor.token) return { kind: "token", id: actor.token.id, personId, proof: proofOf(actor.token.digest), address };
  throw coreErrors.forbidden({ detail: "Only a session, a token or an executor's key may listen." });
}

async function executorHolder(request: Request, headers: Headers, channelName: string): Promise<GrantHolder> {
  const { executor, origin } = await authenticateExecutorCall(request, headers);
  await requireExecutorListening(executor.id, channelName, origin);
  const { id, ownerId, shownHash } = executor;
  return { kind: "executor", id, personId: ownerId, proof: proofOfHash(shownHash), address: origin.ip };
}

export const POST = route({
  summary: "Authorise a realtime connection for a private channel (form or JSON: socket_id, channel_name).",
  tag: "Realtime",
  permission: "server.read",
  executor: "also",
  handle: async ({ actor, request, headers }) => {
    const text = new TextDecoder().decode(await readBytes(request, 4096));
    const isJson = request.headers.get("content-type")?.startsWith("application/json") ?? false;
    const { socket_id: socketId, channel_name: channel } = channelAuthRequestSchema.parse(
      isJson ? parseJson(text) : Object.fromEntries(new URLSearchParams(text)),
    );
    const isExecutor = request.headers.has("x-api-key");
    const holder = await (isExecutor ? executorHolder(request, headers, channel) : holderOf(actor, channel)).catch(
      async (error) => {
        throw await listeningRefusal(error, isExecutor ? null : actor, channel);
      },
    );
    publisher ??= createPublisher(publisherConfig(env(), httpLogger()));
    const signed = publisher.authorizeChannel(socketId, channel);
    await recordGrant(socketId, { channel, holder });
    return signed;
  },
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw coreErrors.malformed_request({ detail: "The body is not valid JSON.", cause });
  }
}
