import { systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { newId } from "@/lib/core/ids";
import { type Tx, transaction } from "@/lib/db/transaction";
import type { Response } from "./contract";
import { loadEvidence } from "./evidence";
import { respond } from "./respond";
import { loadRules, type RuleSettings } from "./rule-settings";
import type { Signal } from "./rules/rule";

/**
 * One detection run over what happened since the last: evidence, rules, signals, responses and the new position, in one
 * transaction that locks the row of the state. Other workers skip the locked row; a killed run leaves nothing half
 * done. Returns how many new signals were raised.
 */
export function detect(): Promise<number> {
  return transaction(async (tx) => {
    const state = await tx.row<{ lookedAt: Date; now: Date }>(
      `SELECT looked_at AS "lookedAt", now() AS now FROM detection_state FOR UPDATE SKIP LOCKED`,
    );
    if (!state) return 0;
    const active = (await loadRules(tx)).filter(({ settings }) => settings.enabled);
    const longest = Math.max(0, ...active.map(({ settings }) => settings.windowSeconds));
    const evidence = await loadEvidence(tx, state.lookedAt, longest);
    let raised = 0;
    for (const { rule, settings } of evidence ? active : []) {
      if (!evidence) break;
      for (const signal of rule.detect(evidence, settings, state.now.getTime())) {
        if (await raise(tx, signal, settings)) raised += 1;
      }
    }
    await tx.run("UPDATE detection_state SET looked_at = now()");
    return raised;
  });
}

type Existing = { id: string; state: string; response: Response; sessionId: string | null };

/** Raises a signal, or continues the open one. True: it is a new signal. */
async function raise(tx: Tx, signal: Signal, { windowSeconds, response }: RuleSettings): Promise<boolean> {
  // An open signal stays open as long as its cause lasts; a settled one stays settled for a window.
  const existing = await tx.row<Existing>(
    `SELECT id, state, response, session_id AS "sessionId" FROM security_signal
     WHERE kind = $1 AND subject = $2
       AND CASE WHEN state = 'open' THEN last_at ELSE greatest(at, handled_at) END > now() - make_interval(secs => $3)
     ORDER BY at DESC LIMIT 1`,
    [signal.kind, signal.subject, windowSeconds],
  );
  if (existing && existing.state !== "open") return false;
  if (existing) await continueSignal(tx, existing, signal, response);
  else await begin(tx, signal, response);
  return !existing;
}

async function begin(tx: Tx, signal: Signal, response: Response): Promise<void> {
  const id = newId("securitySignal");
  const { kind, subject, score, reasons, userId, accountHash, networks, sessionId, tokenId } = signal;
  await tx.run(
    `INSERT INTO security_signal (id, kind, subject, score, reasons, user_id, account_hash, networks, session_id,
       token_id, response) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'observe')`,
    [id, kind, subject, score, reasons, userId, accountHash, networks, sessionId, tokenId],
  );
  const done = await respond(tx, { ...signal, id, isUnreported: true }, response);
  await tx.run("UPDATE security_signal SET response = $2 WHERE id = $1", [id, done]);
  await tx.run(
    `INSERT INTO counter AS c (name, label, value) VALUES ('security_signals_total', $1, 1)
     ON CONFLICT (name, label) DO UPDATE SET value = c.value + 1`,
    [kind],
  );
  const detail = { kind, score, response: done, userId };
  await recordAudit(tx, systemActor, { action: "security.signal_raised", targetKind: "signal", targetId: id, detail });
}

async function continueSignal(tx: Tx, { id, sessionId }: Existing, signal: Signal, response: Response): Promise<void> {
  const isUnreported = signal.sessionId !== null && sessionId !== signal.sessionId;
  const done = await respond(tx, { ...signal, id, isUnreported }, response);
  await tx.run(
    `UPDATE security_signal SET last_at = now(), reasons = CASE WHEN $2::int >= score THEN $3 ELSE reasons END,
       score = greatest(score, $2::int), networks = $4, session_id = coalesce($5, session_id),
       user_id = coalesce($6, user_id), account_hash = coalesce($7, account_hash),
       response = CASE WHEN $8 = 'observe' THEN response ELSE $8 END
     WHERE id = $1`,
    [id, signal.score, signal.reasons, signal.networks, signal.sessionId, signal.userId, signal.accountHash, done],
  );
}

/** Deletes signals older than half a year. */
export async function purgeSignals(tx: Pick<Tx, "run">): Promise<void> {
  await tx.run("DELETE FROM security_signal WHERE last_at < now() - interval '180 days'");
}
