import type { Actor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import type { GrantHolder } from "@/lib/realtime/grant-holder";
import { proofOf } from "@/lib/realtime/grants";
import { authenticateExecutorCall } from "../callers/authenticate-executor-call";
import { listeningRefusal, requireExecutorListening } from "./listening-refusals";
import { proofOfHash, requireListening } from "./listening-rights";

/** Whose right a caller has to a channel, once it was checked: an executor's key, or a person's session or token. */
export async function grantHolder(
  call: { actor: Actor; request: Request; headers: Headers },
  channelName: string,
): Promise<GrantHolder> {
  const isExecutor = call.request.headers.has("x-api-key");
  const holder = isExecutor
    ? executorHolder(call.request, call.headers, channelName)
    : holderOf(call.actor, channelName);
  return holder.catch(async (error) => {
    throw await listeningRefusal(error, isExecutor ? null : call.actor, channelName);
  });
}

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
