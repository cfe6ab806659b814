import { groupBy, inWindow, plural, type Rule, type Signal } from "./rule";

/**
 * A sign-in from a country that the account was never used from in the last 30 days, with a browser it does not know.
 */
export const newCountry: Rule = {
  kind: "new_country",
  title: "Sign-in from a new country",
  help: "A successful sign-in from a country the account was not used from in 30 days. Needs a GeoIP database.",
  thresholdLabel: "Earlier sign-ins from elsewhere",
  defaults: { enabled: true, threshold: 1, windowSeconds: 3600, response: "notify" },
  choices: ["observe", "notify", "challenge", "revoke"],
  detect({ successes }, { threshold, windowSeconds }, nowMs) {
    const signals: Signal[] = [];
    for (const [userId, rows] of groupBy(successes, (row) => row.userId)) {
      const placed = rows.filter((row) => row.country !== null).sort((a, b) => a.atMs - b.atMs);
      for (const [index, row] of placed.entries()) {
        if (row.knownDevice || !inWindow(row.atMs, nowMs, windowSeconds)) continue;
        const earlier = placed.slice(0, index);
        const countries = [...new Set(earlier.map((one) => one.country))];
        if (earlier.length < threshold || earlier.length === 0 || countries.includes(row.country)) continue;
        signals.push({
          kind: "new_country",
          subject: `session:${row.sessionId ?? `${userId}:${row.country}`}`,
          // An account that is used from several countries is less suspicious.
          score: Math.max(30, 70 - 15 * (countries.length - 1)),
          reasons: [
            `A sign-in from ${row.country} succeeded, with a browser the account does not know.`,
            `The ${plural(earlier.length, "sign-in")} before it came from ${countries.slice(0, 5).join(", ")}.`,
          ],
          userId,
          accountHash: row.accountHash,
          networks: row.network ? [row.network] : [],
          sessionId: row.sessionId,
          tokenId: null,
        });
      }
    }
    return signals;
  },
};
