import type { Presence } from "./contract";

export type PresenceFacts = {
  revoked: boolean;
  lastSeenAtMs: number | null;
  intervalMs: number;
  /** When it was heard again after a silence. */
  returnedAtMs: readonly number[];
};

const flappingWindowMs = 10 * 60_000;
const flappingReturns = 3;

/**
 * late: 1.5 intervals without a heartbeat; offline: 3; flapping: came back three times within ten minutes, and is here.
 * Pure.
 */
export function presenceOf(facts: PresenceFacts, nowMs: number): Presence {
  if (facts.revoked) return "revoked";
  if (facts.lastSeenAtMs === null) return "never";
  const silenceMs = nowMs - facts.lastSeenAtMs;
  if (silenceMs > 3 * facts.intervalMs) return "offline";
  const recent = facts.returnedAtMs.filter((at) => nowMs - at <= flappingWindowMs);
  if (recent.length >= flappingReturns) return "flapping";
  return silenceMs > 1.5 * facts.intervalMs ? "late" : "online";
}

/** What to tell about a clock; null: nothing. `skewMs` is its time minus ours. Pure. */
export function clockMessage(skewMs: number | null): string | null {
  if (skewMs === null || Math.abs(skewMs) <= 60_000) return null;
  const minutes = Math.max(1, Math.round(Math.abs(skewMs) / 60_000));
  const how = `${minutes} ${minutes === 1 ? "minute" : "minutes"} ${skewMs > 0 ? "fast" : "slow"}`;
  const because = Math.abs(skewMs) > 5 * 60_000 ? " Commands may seem expired to it." : "";
  return `Its clock is ${how}: switch on time synchronisation on that machine.${because}`;
}

/** Milliseconds until the next heartbeat: the interval, give or take a tenth. `random` in [0, 1). Pure. */
export function nextHeartbeatIn(intervalMs: number, random: number): number {
  return Math.round(intervalMs * (0.9 + 0.2 * random));
}
