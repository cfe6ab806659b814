import type { Actor, RequestOrigin } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors, isAppError } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { recordDeduplicatedAudit } from "@/lib/executors/record-deduplicated-audit";
import { executorChannel } from "@/lib/realtime/contract";

/** An executor may listen to its own channel and nothing else; throws `forbidden`, and audits it. */
export async function requireExecutorListening(
  executorId: string,
  channelName: string,
  origin: RequestOrigin,
): Promise<void> {
  if (channelName === executorChannel(executorId)) return;
  const detail = { reason: "foreign_channel", channel: channelName };
  await recordDeduplicatedAudit(origin, { action: "executor.refused", targetId: executorId, detail });
  throw coreErrors.forbidden({ detail: "An executor may only listen to its own channel." });
}

/**
 * What the channel authorisation answers. The contract knows 401 and 403 there: whether a key or a server exists is not
 * said. A person's refusal is audited here, an executor's where it is detected.
 */
export async function listeningRefusal(error: unknown, actor: Actor | null, channelName: string): Promise<unknown> {
  if (!isAppError(error)) return error;
  if (actor && error.status < 500) {
    const event = { action: "access.refused", targetKind: "channel", targetId: channelName };
    await recordAudit(sql(), actor, { ...event, detail: { reason: error.code } });
  }
  if (actor && error.status === 404) return coreErrors.forbidden({ detail: "You may not listen to this channel." });
  const isNoKey = error.code === "executor_key_malformed" || error.code === "executor_key_unknown";
  return isNoKey ? coreErrors.unauthenticated({ detail: "The key or the secret is wrong." }) : error;
}
