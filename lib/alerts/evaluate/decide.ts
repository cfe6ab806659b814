import type { Severity } from "../contract";

/**
 * The state machine of one rule and one object: ok → pending → firing → recovering → ok. Pure. Time is that of the
 * samples; only a missing sample is judged by the clock.
 */
export type Thresholds = {
  operator: ">" | "<";
  warning: number | null;
  critical: number | null;
  clearAt: number | null;
};

export type DecisionRule = Thresholds & {
  forSeconds: number;
  keepForSeconds: number;
  missing: "ignore" | "alert";
};

export const phases = ["ok", "pending", "firing", "recovering"] as const;
export type Phase = (typeof phases)[number];

export type Instance = {
  phase: Phase;
  severity: Severity | null;
  breachSinceMs: number | null;
  criticalSinceMs: number | null;
  clearSinceMs: number | null;
  lowerSinceMs: number | null;
  /** Newest last. */
  transitionsMs: readonly number[];
};

export type Point = { atMs: number; value: number };

export type Seen = {
  /** Oldest first, the newest last; several when the figure is stored. Empty when it is silent. */
  points: readonly Point[];
  /** Milliseconds between two stored samples; null: the figure is not stored, `points` is its value now. */
  intervalMs: number | null;
  /** No sample came within the time in which one is expected. */
  isSilent: boolean;
};

export type Effect = "none" | "fired" | "again" | "escalated" | "lowered" | "resolved";
export type Decision = { next: Instance; effect: Effect; value: number | null };

export const idle: Instance = {
  phase: "ok",
  severity: null,
  breachSinceMs: null,
  criticalSinceMs: null,
  clearSinceMs: null,
  lowerSinceMs: null,
  transitionsMs: [],
};

type Level = "clear" | "between" | "warning" | "critical";

/** A value equal to a threshold is not beyond it. */
export function levelOf({ operator, warning, critical, clearAt }: Thresholds, value: number): Level {
  const beyond = (limit: number) => (operator === ">" ? value > limit : value < limit);
  if (critical !== null && beyond(critical)) return "critical";
  if (warning !== null && beyond(warning)) return "warning";
  if (clearAt === null) return "clear";
  const back = operator === ">" ? value < clearAt : value > clearAt;
  return back ? "clear" : "between";
}

const isBreach = (level: Level) => level === "warning" || level === "critical";

const flapWindowMs = 30 * 60_000;
const mostTransitions = 4;

/** More than four transitions within 30 minutes, until there was none for 30 minutes. */
export function isFlapping(transitionsMs: readonly number[], nowMs: number): boolean {
  const last = transitionsMs.at(-1) ?? 0;
  if (nowMs - last >= flapWindowMs) return false;
  const first = transitionsMs.at(-1 - mostTransitions);
  return first !== undefined && last - first <= flapWindowMs;
}

type Judged = { atMs: number; level: Level };

/**
 * Since when the newest points without a break fulfil the condition; null when the newest does not. A figure that is not
 * stored has one point: it goes on from what the instance remembers.
 */
function since(judged: readonly Judged[], holds: (level: Level) => boolean, remembered: number | null): number | null {
  let first: number | null = null;
  for (const { atMs, level } of judged.toReversed()) {
    if (!holds(level)) break;
    first = atMs;
  }
  if (first === null) return null;
  return judged.length === 1 && remembered !== null ? Math.min(remembered, first) : first;
}

/** A part of the samples may be lost, but not more than a fifth: else nobody knows what the value was. */
const leastShare = 0.8;

function hasEnough(judged: readonly Judged[], fromMs: number, intervalMs: number | null): boolean {
  if (intervalMs === null) return true;
  const untilMs = judged.at(-1)?.atMs ?? fromMs;
  const expected = (untilMs - fromMs) / intervalMs + 1;
  return judged.filter(({ atMs }) => atMs >= fromMs).length >= expected * leastShare;
}

export function decide(rule: DecisionRule, before: Instance, seen: Seen, nowMs: number): Decision {
  const newest = seen.points.at(-1);
  const value = seen.isSilent ? null : (newest?.value ?? null);
  if (seen.isSilent && rule.missing === "ignore") return { next: before, effect: "none", value };
  if (!seen.isSilent && !newest) return { next: before, effect: "none", value };
  const worst: Level = rule.critical === null ? "warning" : "critical";
  const judged: Judged[] = seen.isSilent
    ? [{ atMs: nowMs, level: worst }]
    : seen.points.map((point) => ({ atMs: point.atMs, level: levelOf(rule, point.value) }));
  const atMs = judged.at(-1)?.atMs ?? nowMs;
  const intervalMs = seen.isSilent ? null : seen.intervalMs;
  // What was remembered belongs to a figure that is not stored, or to the time without samples.
  const remembered = intervalMs === null ? before : idle;
  const times = {
    breachSinceMs: since(judged, isBreach, remembered.breachSinceMs),
    criticalSinceMs: since(judged, (level) => level === "critical", remembered.criticalSinceMs),
    clearSinceMs: since(judged, (level) => level === "clear", remembered.clearSinceMs),
    lowerSinceMs: since(judged, (level) => level !== "critical", remembered.lowerSinceMs),
  };
  const lasted = (sinceMs: number | null, seconds: number) => sinceMs !== null && atMs - sinceMs >= seconds * 1000;
  const level = judged.at(-1)?.level ?? "clear";
  const held = (sinceMs: number | null) =>
    lasted(sinceMs, rule.forSeconds) && hasEnough(judged, sinceMs ?? atMs, intervalMs);
  const state: State = {
    before,
    times,
    level,
    nowMs,
    heldSeverity: held(times.criticalSinceMs) ? "critical" : held(times.breachSinceMs) ? "warning" : null,
    isBack: lasted(times.clearSinceMs, rule.keepForSeconds),
    isLower: lasted(times.lowerSinceMs, rule.keepForSeconds),
  };
  return { ...transitions[before.phase](state), value };
}

type State = {
  before: Instance;
  times: Pick<Instance, "breachSinceMs" | "criticalSinceMs" | "clearSinceMs" | "lowerSinceMs">;
  level: Level;
  nowMs: number;
  /** The severity whose threshold was exceeded for long enough. */
  heldSeverity: Severity | null;
  /** The value was back for long enough, and below the critical threshold. */
  isBack: boolean;
  isLower: boolean;
};

type Outcome = Omit<Decision, "value">;

const transitions: Record<Phase, (state: State) => Outcome> = {
  ok: begin,
  pending: begin,
  firing: continueFiring,
  recovering: recover,
};

function begin({ before, times, level, heldSeverity, nowMs }: State): Outcome {
  const { transitionsMs } = before;
  if (!isBreach(level)) return { next: { ...idle, transitionsMs }, effect: "none" };
  const next = { ...before, ...times, clearSinceMs: null };
  if (heldSeverity === null) return { next: { ...next, phase: "pending", severity: null }, effect: "none" };
  return {
    next: { ...next, phase: "firing", severity: heldSeverity, transitionsMs: added(transitionsMs, nowMs) },
    effect: "fired",
  };
}

function continueFiring(state: State): Outcome {
  const { before, times, level, isLower, nowMs } = state;
  const next: Instance = { ...before, ...times };
  if (level === "critical" && before.severity === "warning") {
    return { next: { ...next, severity: "critical" }, effect: "escalated" };
  }
  if (level === "clear") return endIfBack({ ...state, before: { ...next, phase: "recovering" } }, nowMs);
  if (before.severity === "critical" && isLower) return { next: { ...next, severity: "warning" }, effect: "lowered" };
  return { next, effect: "none" };
}

function recover(state: State): Outcome {
  const { before, times, level, nowMs } = state;
  const next: Instance = { ...before, ...times };
  if (level === "clear") return endIfBack({ ...state, before: next }, nowMs);
  if (level === "between") return { next: { ...next, phase: "firing" }, effect: "none" };
  const again: Instance = { ...next, phase: "firing", transitionsMs: added(before.transitionsMs, nowMs) };
  if (level === "critical" && before.severity === "warning") {
    return { next: { ...again, severity: "critical" }, effect: "escalated" };
  }
  return { next: again, effect: "again" };
}

/** An alert that flaps stays open until it is stable: one alert instead of many. */
function endIfBack({ before, isBack }: State, nowMs: number): Outcome {
  if (!isBack || isFlapping(before.transitionsMs, nowMs)) return { next: before, effect: "none" };
  return { next: { ...idle, transitionsMs: added(before.transitionsMs, nowMs) }, effect: "resolved" };
}

function added(transitionsMs: readonly number[], nowMs: number): number[] {
  return [...transitionsMs, nowMs].slice(-mostTransitions - 2);
}
