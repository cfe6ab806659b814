import { describe, expect, it } from "vitest";
import { nextMonth, nextTime } from "./next-time";

const berlin = { atMinute: 150, timeZone: "Europe/Berlin", weekday: null };

describe("the next time of a backup", () => {
  it.each([
    ["later today", { atMinute: 195, timeZone: "UTC", weekday: null }, "2026-11-28T01:00:00Z", "2026-11-28T03:15:00Z"],
    ["tomorrow", { atMinute: 195, timeZone: "UTC", weekday: null }, "2026-11-28T03:15:00Z", "2026-11-29T03:15:00Z"],
    ["on Sunday", { atMinute: 0, timeZone: "UTC", weekday: 0 }, "2026-11-28T12:00:00Z", "2026-11-29T00:00:00Z"],
    ["a week later", { atMinute: 0, timeZone: "UTC", weekday: 0 }, "2026-11-29T00:00:00Z", "2026-12-06T00:00:00Z"],
    ["in a zone ahead", berlin, "2026-11-28T00:00:00Z", "2026-11-28T01:30:00Z"],
    ["of a local day that began", berlin, "2026-11-28T23:30:00Z", "2026-11-29T01:30:00Z"],
    ["in summer", berlin, "2026-07-01T02:00:00Z", "2026-07-02T00:30:00Z"],
    ["at an hour that clocks skip", berlin, "2026-03-29T00:00:00Z", "2026-03-29T01:30:00Z"],
    ["at an hour that comes twice", berlin, "2026-10-24T22:00:00Z", "2026-10-25T01:30:00Z"],
    [
      "on the other side of the date line",
      { atMinute: 60, timeZone: "Pacific/Auckland", weekday: 1 },
      "2026-11-28T00:00:00Z",
      "2026-11-29T12:00:00Z",
    ],
  ])("is %s", (_what, due, after, next) => {
    expect(nextTime(due, Date.parse(after)).toISOString()).toBe(new Date(next).toISOString());
  });

  it("of a month is on its first day", () => {
    expect(nextMonth(berlin, Date.parse("2026-11-28T12:00:00Z")).toISOString()).toBe("2026-12-01T01:30:00.000Z");
    expect(nextMonth(berlin, Date.parse("2026-12-01T01:30:00Z")).toISOString()).toBe("2027-01-01T01:30:00.000Z");
  });
});
