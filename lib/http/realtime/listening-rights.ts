import { createHash } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { reachOf } from "@/lib/access/permissions";
import { holderOfSession, holderOfToken } from "@/lib/auth/sessions/current-holder";
import { requireEnrolment } from "@/lib/auth/step-up/require-confirmation";
import { coreErrors, isAppError } from "@/lib/core/errors";
import type { DatabaseListener } from "@/lib/db/database-listener";
import { sql } from "@/lib/db/transaction";
import { currentExecutor } from "@/lib/executors/credentials/current-executor";
import { findServer, loadServer } from "@/lib/game-servers/load-server";
import { loadMachine } from "@/lib/monitoring/machines/queries";
import { executorChannel, parsePanelChannel, userChannel } from "@/lib/realtime/contract";
import type { RightsAnswer, SubscriptionGuard } from "@/lib/realtime/embedded/subscription-rights";
import type { GrantHolder } from "@/lib/realtime/grant-holder";
import { findGrant, type Grant, proofOf, purgeGrants } from "@/lib/realtime/grants";
import { onRightChange } from "@/lib/realtime/right-changes";

/**
 * The one place that decides who may listen to what: the route that signs a channel asks it, and the realtime server
 * asks it again while the subscription is open. A change of what it reads is announced by triggers.
 */
export async function requireListening(actor: Actor, channelName: string): Promise<void> {
  authorise(actor, "server.read");
  requireEnrolment(actor);
  const channel = parsePanelChannel(channelName);
  if (channel?.subject === "user" && actor.kind === "user" && channel.id === actor.userId) return;
  // A token that is limited to servers must not learn about all of them.
  if (channel?.subject === "staff" && !actor.resourceIds && reachOf(actor, "server.read") === "all") return;
  if (channel?.subject === "server") {
    await loadServer(actor, channel.id, "server.read", sql());
    return;
  }
  if (channel?.subject === "machine") {
    await loadMachine(actor, channel.id, "machine.read");
    return;
  }
  throw coreErrors.forbidden({ detail: "You may not listen to this channel." });
}

/** What a stored bcrypt hash is recognised by; the grants contain nothing that helps to guess a secret. */
export function proofOfHash(storedHash: string): string {
  return proofOf(createHash("sha256").update(storedHash).digest("hex"));
}

/** Whether the right to a channel still exists. Throws only when that cannot be determined. */
async function decide({ channel, holder }: Grant): Promise<RightsAnswer> {
  return holder.kind === "executor" ? decideExecutor(holder, channel) : decidePerson(holder, channel);
}

async function decideExecutor({ id, proof, address }: GrantHolder, channel: string): Promise<RightsAnswer> {
  const current = await currentExecutor(id, (hash) => proofOfHash(hash) === proof, address);
  if (current.isAllowed) return channel === executorChannel(id) ? { allowed: true, forMs: current.forMs } : over;
  if (!current.isRevoked) return over;
  const data = { at: new Date().toISOString() };
  return { allowed: false, isOver: true, lastEvent: { channel, event: "executor.revoked", data } };
}

const over: RightsAnswer = { allowed: false, isOver: true, lastEvent: null };

async function decidePerson(holder: GrantHolder, channel: string): Promise<RightsAnswer> {
  const current =
    holder.kind === "session"
      ? await holderOfSession(holder.id)
      : await holderOfToken(holder.id, (digest) => proofOf(digest) === holder.proof, holder.address);
  if (current.actor === null) return holder.kind === "session" ? sessionEnded(holder, current.endedBecause) : over;
  try {
    await requireListening(current.actor, channel);
    return { allowed: true, forMs: current.forMs };
  } catch (error) {
    if (!isAppError(error) || error.status >= 500) throw error;
    return { allowed: false, isOver: false, lastEvent: await deletedServer(channel) };
  }
}

/** The last event of a deleted server's channel informs its pages. */
async function deletedServer(channel: string) {
  const subject = parsePanelChannel(channel);
  if (subject?.subject !== "server" || (await findServer(sql(), subject.id))) return null;
  const data = { serverId: subject.id, status: "deleted", at: new Date().toISOString() };
  return { channel, event: "server.status", data };
}

/** The last event to a page whose session ended contains the reason. */
function sessionEnded({ id, personId }: GrantHolder, reason: string): RightsAnswer {
  const data = { sessionId: id, reason, at: new Date().toISOString() };
  return {
    allowed: false,
    isOver: true,
    lastEvent: { channel: userChannel(personId), event: "session.revoked", data },
  };
}

function keysOf({ channel, holder }: Grant): string[] {
  const subject = parsePanelChannel(channel);
  const isResource = subject?.subject === "server" || subject?.subject === "machine";
  const resource = isResource ? [`resource:${subject.id}`] : [];
  return [`${holder.kind}:${holder.id}`, `user:${holder.personId}`, ...resource];
}

/** For the realtime server, whose entry point starts and stops the listener. It keeps no state of its own. */
export function listeningGuard(listener: DatabaseListener): SubscriptionGuard<Grant> {
  let purge: NodeJS.Timeout | undefined;
  let unsubscribe = () => {};
  return {
    find: findGrant,
    decide,
    keysOf,
    start(onChange) {
      unsubscribe = onRightChange(listener, onChange);
      purge = setInterval(() => void purgeGrants().catch(() => {}), 60_000);
    },
    stop() {
      clearInterval(purge);
      unsubscribe();
    },
  };
}
