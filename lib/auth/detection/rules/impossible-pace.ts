import { type AttemptRow, groupBy, inWindow, type Rule, type Signal } from "./rule";

const earthRadiusKm = 6371;
/** Tolerance for errors of GeoIP databases, and for mobile networks whose gateway is in another city. */
const inaccuracyKm = 300;

/** Kilometres along a great circle (haversine formula); null when a place is unknown. */
export function distanceKm(a: AttemptRow, b: AttemptRow): number | null {
  if (a.latitude === null || a.longitude === null || b.latitude === null || b.longitude === null) return null;
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const chord =
    half(a.latitude, b.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(a.longitude, b.longitude);
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(Math.min(1, chord)));
}

/**
 * Two sign-ins of one account that nobody could have travelled between. The later one, if its browser is new, is the
 * suspicious one.
 */
export const impossiblePace: Rule = {
  kind: "impossible_pace",
  title: "Impossible travel",
  help: "Two sign-ins from places too far apart for the time between them. Needs a GeoIP database.",
  thresholdLabel: "Kilometres an hour",
  defaults: { enabled: true, threshold: 900, windowSeconds: 86_400, response: "notify" },
  choices: ["observe", "notify", "challenge", "revoke"],
  detect({ successes }, { threshold, windowSeconds }, nowMs) {
    const signals: Signal[] = [];
    for (const [userId, rows] of groupBy(successes, (row) => row.userId)) {
      const recent = rows.filter((row) => inWindow(row.atMs, nowMs, windowSeconds)).sort((a, b) => a.atMs - b.atMs);
      for (const [index, row] of recent.entries()) {
        const before = recent[index - 1];
        if (!before || row.knownDevice) continue;
        const signal = judge(userId, before, row, threshold);
        if (signal) signals.push(signal);
      }
    }
    return signals;
  },
};

function judge(userId: string, before: AttemptRow, row: AttemptRow, threshold: number): Signal | null {
  const distance = distanceKm(before, row);
  if (distance === null || distance <= inaccuracyKm) return null;
  // At least a minute, so that two sign-ins at once do not divide by zero.
  const minutes = Math.max(1, (row.atMs - before.atMs) / 60_000);
  const pace = ((distance - inaccuracyKm) / minutes) * 60;
  if (pace < threshold) return null;
  const places = `${before.country ?? "an unknown country"} to ${row.country ?? "an unknown country"}`;
  return {
    kind: "impossible_pace",
    subject: `session:${row.sessionId ?? userId}`,
    score: Math.min(95, Math.round(60 + 10 * Math.log2(pace / threshold))),
    reasons: [
      `From ${places}, ${Math.round(distance)} km, in ${Math.round(minutes)} minutes.`,
      "The later sign-in came from a browser the account does not know.",
    ],
    userId,
    accountHash: row.accountHash,
    networks: row.network ? [row.network] : [],
    sessionId: row.sessionId,
    tokenId: null,
  };
}
