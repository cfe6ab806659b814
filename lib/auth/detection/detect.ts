import { systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { newId } from "@/lib/core/ids";
import { increaseCounters } from "@/lib/db/counters/counters";
import { type Tx, transaction } from "@/lib/db/transaction";
import type { Response } from "./contract";
import { beginDetection, purgeOldSignals } from "./detection.sql";
import { loadEvidence } from "./evidence";
import { type RuleSettings, rulesWith } from "./rule-settings";
import type { Signal } from "./rules/rule";
import { respond } from "./signals/respond";

/**
 * One detection run over what happened since the last: evidence, rules, signals, responses and the new position, in one
 * transaction that locks the row of the state. Other workers skip the locked row; a killed run leaves nothing half
 * done. Returns how many new signals were raised.
 */
export function detect(): Promise<number> {
  return transaction(async (tx) => {
    const state = await tx.row(beginDetection);
    if (!state) return 0;
    const active = rulesWith(state.rules).filter(({ settings }) => settings.enabled);
    const longest = Math.max(0, ...active.map(({ settings }) => settings.windowSeconds));
    const evidence = await loadEvidence(tx, state.lookedAt, longest);
    let raised = 0;
    for (const { rule, settings } of evidence ? active : []) {
      if (!evidence) break;
      for (const signal of rule.detect(evidence, settings, state.now.getTime())) {
        if (await raise(tx, signal, settings)) raised += 1;
      }
    }
    return raised;
  });
}

/** The signal about the same subject that is open and goes on, or was settled within the window. */
async function findCurrent(tx: Tx, { kind, subject }: Signal, windowSeconds: number) {
  const since = { gt: new Date(Date.now() - windowSeconds * 1_000) };
  return tx.prisma.securitySignal.findFirst({
    where: {
      kind,
      subject,
      OR: [
        { state: "open", lastAt: since },
        { state: { not: "open" }, OR: [{ at: since }, { handledAt: since }] },
      ],
    },
    orderBy: { at: "desc" },
    select: { id: true, state: true, score: true, sessionId: true },
  });
}

type Existing = NonNullable<Awaited<ReturnType<typeof findCurrent>>>;

/** Raises a signal, or continues the open one. True: it is a new signal. */
async function raise(tx: Tx, signal: Signal, { windowSeconds, response }: RuleSettings): Promise<boolean> {
  // An open signal stays open as long as its cause lasts; a settled one stays settled for a window.
  const existing = await findCurrent(tx, signal, windowSeconds);
  if (existing && existing.state !== "open") return false;
  if (existing) await continueSignal(tx, existing, signal, response);
  else await begin(tx, signal, response);
  return !existing;
}

async function begin(tx: Tx, signal: Signal, response: Response): Promise<void> {
  const id = newId("securitySignal");
  const { kind, subject, score, reasons, userId, accountHash, networks, sessionId, tokenId } = signal;
  await tx.prisma.securitySignal.createMany({
    data: {
      id,
      kind,
      subject,
      score,
      reasons,
      userId,
      accountHash,
      networks: [...networks],
      sessionId,
      tokenId,
      response: "observe",
    },
  });
  const done = await respond(tx, { ...signal, id, isUnreported: true }, response);
  await tx.prisma.securitySignal.updateMany({ where: { id }, data: { response: done } });
  await increaseCounters(tx, [{ name: "security_signals_total", label: kind, by: 1 }]);
  const detail = { kind, score, response: done, userId };
  await recordAudit(tx, systemActor, { action: "security.signal_raised", targetKind: "signal", targetId: id, detail });
}

async function continueSignal(
  tx: Tx,
  { id, sessionId, score }: Existing,
  signal: Signal,
  response: Response,
): Promise<void> {
  const isUnreported = signal.sessionId !== null && sessionId !== signal.sessionId;
  const done = await respond(tx, { ...signal, id, isUnreported }, response);
  await tx.prisma.securitySignal.updateMany({
    where: { id },
    data: {
      lastAt: new Date(),
      networks: [...signal.networks],
      ...(signal.score >= score ? { score: signal.score, reasons: signal.reasons } : {}),
      ...(signal.sessionId === null ? {} : { sessionId: signal.sessionId }),
      ...(signal.userId === null ? {} : { userId: signal.userId }),
      ...(signal.accountHash === null ? {} : { accountHash: signal.accountHash }),
      ...(done === "observe" ? {} : { response: done }),
    },
  });
}

/** Deletes signals older than half a year. */
export async function purgeSignals(tx: Pick<Tx, "run">): Promise<void> {
  await tx.run(purgeOldSignals);
}
