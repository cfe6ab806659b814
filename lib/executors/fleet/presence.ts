import type { Presence } from "../contract";

/**
 * SQL that says how an executor `e` is. late: 1.5 intervals without a heartbeat; offline: 3; flapping: came back three
 * times within ten minutes, and is online. Lists filter by it, so only the database computes it.
 */
export const presenceSql = `CASE
  WHEN e.revoked_at IS NOT NULL THEN 'revoked'
  WHEN e.last_seen_at IS NULL THEN 'never'
  WHEN now() - e.last_seen_at > make_interval(secs => 0.003 * (e.config->>'heartbeatIntervalMs')::float8) THEN 'offline'
  WHEN (SELECT count(*) FROM unnest(e.returned_at) AS returned WHERE returned > now() - interval '10 minutes') >= 3 THEN 'flapping'
  WHEN now() - e.last_seen_at > make_interval(secs => 0.0015 * (e.config->>'heartbeatIntervalMs')::float8) THEN 'late'
  ELSE 'online' END`;

/** What a change of state means, for its timeline. Pure. */
export function presenceMessage(before: Presence, now: Presence): string {
  if (before === "never") return "Its first heartbeat arrived.";
  if (now === "online") return "It is online again.";
  if (now === "late") return "A heartbeat is late.";
  if (now === "offline") return "It went offline: three heartbeats are missing.";
  if (now === "flapping") return "Its connection is unstable: it was lost and restored three times within ten minutes.";
  return "It was revoked.";
}

/** The warning about a clock; null: none. `skewMs` is its time minus ours. Pure. */
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
