import { messageOf } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { tryLockUntilCommit } from "@/lib/db/locks.sql";
import { sql, transaction } from "@/lib/db/transaction";
import { valuesBetween } from "@/lib/monitoring/charts/latest";
import { sampleSeconds } from "@/lib/monitoring/metrics/contract";
import { loadAlertState } from "../alerts.sql";
import { findMetric } from "../figures/contract";
import type { AlertSource, Reading } from "../sources/source";
import { type Change, remember, writeChange } from "./apply-change";
import { decide, levelOf, type Point, type Seen } from "./decide";
import { type Candidate, candidatesOf, instanceKey } from "./seen-instances";
import { sendMessages } from "./send-messages";
import type { StoredRule } from "./stored";

const lock = "alert evaluation";
const sampleMs = sampleSeconds * 1000;

/**
 * Evaluates all rules. One worker at a time: it holds a lock of the database until its changes are committed together with
 * their messages, so that state and message never disagree. Only what is not in order is stored; an instance is read from
 * there each time, so that a restart changes nothing.
 */
export class Evaluation {
  readonly #sources: readonly AlertSource[];
  readonly #log: Logger;
  readonly #readAt = new Map<string, number>();
  readonly #readings = new Map<string, readonly Reading[]>();
  /** Time of the sample that an instance was judged by: the same sample needs no second look. */
  readonly #judged = new Map<string, number>();

  constructor(sources: readonly AlertSource[], log: Logger) {
    this.#sources = sources;
    this.#log = log;
  }

  /** False: another worker evaluates. */
  async run(nowMs = Date.now()): Promise<boolean> {
    try {
      return await this.#evaluate(nowMs);
    } catch (error) {
      // Nothing was stored: the same samples are judged again.
      this.#judged.clear();
      throw error;
    }
  }

  async #evaluate(nowMs: number): Promise<boolean> {
    return transaction(async (tx) => {
      const held = await tx.row(tryLockUntilCommit, [lock]);
      if (!held?.got) return false;
      const state = await tx.row(loadAlertState);
      if (!state) return false;
      await this.#read(state.rules, nowMs);
      const candidates = candidatesOf(state, this.#readings);
      const changes: Change[] = [];
      for (const candidate of candidates) {
        const change = await this.#judge(candidate, nowMs);
        if (change) changes.push(change);
      }
      remember(state.incidents);
      const incidents = new Map(state.incidents.map((incident) => [incident.id, incident]));
      for (const change of changes) await writeChange(tx, change, incidents, nowMs);
      await sendMessages(tx, { ...state, incidents: [...incidents.values()], candidates, nowMs });
      return true;
    });
  }

  async #read(rules: readonly StoredRule[], nowMs: number): Promise<void> {
    const wanted = new Set(rules.map(({ subjectKind }) => subjectKind));
    await Promise.all(
      this.#sources.map(async ({ kind, everyMs, read }) => {
        if (!wanted.has(kind)) return void this.#readings.delete(kind);
        const last = this.#readAt.get(kind) ?? Number.NEGATIVE_INFINITY;
        if (Math.abs(nowMs - last) < everyMs && this.#readings.has(kind)) return;
        try {
          this.#readings.set(kind, await read(sql(), nowMs));
          this.#readAt.set(kind, nowMs);
        } catch (error) {
          // Its alerts stay as they are until it can be read.
          this.#readings.delete(kind);
          this.#log.warn({ error: messageOf(error), kind }, "alerts: the figures could not be read; tried again");
        }
      }),
    );
  }

  async #judge(candidate: Candidate, nowMs: number): Promise<Change | null> {
    const { rule, reading, stored, before, subjectId } = candidate;
    const metric = findMetric(rule.subjectKind, rule.metric);
    const isStored = metric?.sampled === true;
    const isOff = reading !== null && isStored && reading.sampleAtMs === null;
    if (stored && (reading === null || isOff)) {
      this.#judged.delete(instanceKey(rule.id, subjectId));
      return {
        ...candidate,
        end: reading === null ? "The object is not there any more." : "It does not run any more.",
      };
    }
    if (stored && stored.ruleVersion !== rule.version) return { ...candidate, end: "The rule was changed." };
    if (!reading || isOff) return null;
    const figure = reading.figures[rule.metric];
    const value = Number.isFinite(figure) ? figure : undefined;
    // Such as the time of creates while there are none: nobody can say that it is still beyond its threshold.
    if (stored && !isStored && value === undefined) return { ...candidate, end: "It has no value any more." };
    const isSilent = isStored && reading.isSilent;
    // Most instances are in order and stay so.
    const isQuiet = before.phase === "ok" && !isSilent && (value === undefined || isClear(rule, value));
    if (isQuiet || (stored === null && isSilent && rule.missing === "ignore")) return null;
    const key = instanceKey(rule.id, subjectId);
    const isSameSample = isStored && !isSilent && this.#judged.get(key) === reading.sampleAtMs;
    if (isSameSample) return null;
    const seen = await this.#see(candidate, { value, isSilent, isStored, nowMs });
    const decision = decide(rule, before, seen, nowMs);
    if (isStored && !isSilent && reading.sampleAtMs !== null) this.#judged.set(key, reading.sampleAtMs);
    if (decision.next.phase === "ok") this.#judged.delete(key);
    return { ...candidate, decision };
  }

  async #see(
    { rule, reading }: Candidate,
    {
      value,
      isSilent,
      isStored,
      nowMs,
    }: { value: number | undefined; isSilent: boolean; isStored: boolean; nowMs: number },
  ): Promise<Seen> {
    const intervalMs = isStored ? sampleMs : null;
    const atMs = isStored ? (reading?.sampleAtMs ?? nowMs) : nowMs;
    const now: Point[] = value === undefined ? [] : [{ atMs, value }];
    const subject = reading?.subject ?? null;
    if (!isStored || isSilent || value === undefined || subject === null) return { points: now, intervalMs, isSilent };
    const spanMs = Math.max(rule.forSeconds, rule.keepForSeconds) * 1000 + sampleMs;
    const range = { from: new Date(atMs - spanMs), to: new Date(atMs) };
    const values = await valuesBetween(subject, rule.metric, range);
    return {
      points: values.length > 0 ? values.map(({ at, value: one }) => ({ atMs: at.getTime(), value: one })) : now,
      intervalMs,
      isSilent,
    };
  }
}

function isClear(rule: StoredRule, value: number): boolean {
  const level = levelOf(rule, value);
  return level === "clear" || level === "between";
}
