import { describe, expect, it } from "vitest";
import { attempt, evidence, nowMs } from "@/lib/testing/sign-in/attempts";
import { distanceKm, impossiblePace } from "./impossible-pace";
import { newCountry } from "./new-country";
import type { AttemptRow } from "./rule";

const london = { country: "GB", latitude: 51.5, longitude: -0.1 };
const paris = { country: "FR", latitude: 48.9, longitude: 2.4 };
const tokyo = { country: "JP", latitude: 35.7, longitude: 139.7 };
const nowhere = { country: null, latitude: null, longitude: null };

function entry(place: typeof nowhere | typeof london, minutesAgo: number, over: Partial<AttemptRow> = {}): AttemptRow {
  const sessionId = `ses_${minutesAgo}`;
  return attempt({ ...place, outcome: "succeeded", secondsAgo: minutesAgo * 60, sessionId, ...over });
}

describe("a new country", () => {
  const detect = (rows: AttemptRow[], threshold = 1) =>
    newCountry.detect(evidence(rows), { threshold, windowSeconds: 3600 }, nowMs);
  it.each<[string, AttemptRow[], number]>([
    ["the first sign-in there is", [entry(tokyo, 5)], 0],
    ["the same country as ever", [entry(london, 3000), entry(london, 5)], 0],
    ["another country", [entry(london, 3000), entry(tokyo, 5)], 1],
    ["a country of weeks ago", [entry(tokyo, 30_000), entry(london, 3000), entry(tokyo, 5)], 0],
    ["another country, with a known browser", [entry(london, 3000), entry(tokyo, 5, { knownDevice: true })], 0],
    ["another country, at the window's end", [entry(london, 3000), entry(tokyo, 60)], 1],
    ["another country, before the window", [entry(london, 3000), entry(tokyo, 61)], 0],
    ["a place nobody knows", [entry(london, 3000), entry(nowhere, 5)], 0],
    ["after places nobody knows", [entry(nowhere, 3000), entry(tokyo, 5)], 0],
    ["somebody else's country", [entry(london, 3000, { userId: "usr_bob" }), entry(tokyo, 5)], 0],
  ])("%s", (_what, rows, signals) => expect(detect(rows)).toHaveLength(signals));

  it("asks for as many earlier sign-ins as the threshold says", () => {
    const two = [entry(london, 4000), entry(london, 3000), entry(tokyo, 5)];
    expect(detect(two, 2)).toHaveLength(1);
    expect(detect(two, 3)).toHaveLength(0);
  });

  it("names the session and both countries, and wonders less about travellers", () => {
    expect(detect([entry(london, 3000), entry(tokyo, 5)])).toMatchObject([
      {
        score: 70,
        subject: "session:ses_5",
        sessionId: "ses_5",
        reasons: [
          "A sign-in from JP succeeded, with a browser the account does not know.",
          "The 1 sign-in before it came from GB.",
        ],
      },
    ]);
    expect(detect([entry(london, 4000), entry(paris, 3000), entry(tokyo, 5)])[0]?.score).toBe(55);
  });
});

describe("an impossible pace", () => {
  const detect = (rows: AttemptRow[], threshold = 900) =>
    impossiblePace.detect(evidence(rows), { threshold, windowSeconds: 86_400 }, nowMs);
  // London to Tokyo is 9560 km; less the 300 that databases are wrong by, 9260.
  it.each<[string, AttemptRow[], number]>([
    ["half a day to Tokyo", [entry(london, 720), entry(tokyo, 0)], 0],
    ["just slower than an aeroplane", [entry(london, 620), entry(tokyo, 0)], 0],
    ["just faster than an aeroplane", [entry(london, 610), entry(tokyo, 0)], 1],
    ["an hour to Tokyo", [entry(london, 60), entry(tokyo, 0)], 1],
    ["both at once", [entry(london, 1), entry(tokyo, 1, { sessionId: "ses_other" })], 1],
    ["a neighbouring city, at once", [entry(london, 1), entry({ ...london, latitude: 53 }, 0)], 0],
    ["with a known browser", [entry(london, 60), entry(tokyo, 0, { knownDevice: true })], 0],
    ["before the window", [entry(london, 1441), entry(tokyo, 1440)], 0],
    ["places nobody knows", [entry(nowhere, 60), entry(tokyo, 0)], 0],
    ["two people", [entry(london, 60, { userId: "usr_bob" }), entry(tokyo, 0)], 0],
    ["only one sign-in", [entry(tokyo, 0)], 0],
  ])("%s", (_what, rows, signals) => expect(detect(rows)).toHaveLength(signals));

  it("measures along the globe", () => {
    expect(distanceKm(entry(london, 0), entry(paris, 0))).toBeCloseTo(340, -1);
    const west = entry({ country: "US", latitude: 52, longitude: -179.5 }, 0);
    const east = entry({ country: "RU", latitude: 52, longitude: 179.5 }, 0);
    expect(distanceKm(west, east)).toBeLessThan(80);
  });

  it("says from where to where, and how fast", () => {
    expect(detect([entry(london, 60), entry(tokyo, 0)])).toMatchObject([
      {
        sessionId: "ses_0",
        score: 94,
        reasons: [expect.stringMatching(/^From GB to JP, 95\d\d km, in 60 minutes\.$/), expect.any(String)],
      },
    ]);
  });
});
