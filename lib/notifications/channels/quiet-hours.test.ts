import { describe, expect, it } from "vitest";
import { quietUntil } from "./quiet-hours";

const hours = (from: string, to: string, zone = "Europe/Berlin") => {
  const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return { fromMinute: minuteOf(from), toMinute: minuteOf(to), zone };
};
const until = (given: ReturnType<typeof hours> | null, now: string) => quietUntil(given, new Date(now))?.toISOString();

describe("the end of quiet hours", () => {
  it.each([
    ["before them", "22:00", "07:00", "2026-01-10T20:59:59Z", undefined],
    ["their first minute", "22:00", "07:00", "2026-01-10T21:00:00Z", "2026-01-11T06:00:00.000Z"],
    ["after midnight", "22:00", "07:00", "2026-01-11T02:30:00Z", "2026-01-11T06:00:00.000Z"],
    ["their last second", "22:00", "07:00", "2026-01-11T05:59:59Z", "2026-01-11T06:00:00.000Z"],
    ["after them", "22:00", "07:00", "2026-01-11T06:00:00Z", undefined],
    ["within a day", "12:00", "13:30", "2026-01-11T11:15:00Z", "2026-01-11T12:30:00.000Z"],
    ["nearly all day", "07:01", "07:00", "2026-01-11T06:01:00Z", "2026-01-12T06:00:00.000Z"],
    // 2026-03-29: 02:00 becomes 03:00. 2026-10-25: 03:00 becomes 02:00.
    ["over the night that is an hour shorter", "22:00", "07:00", "2026-03-28T22:00:00Z", "2026-03-29T05:00:00.000Z"],
    ["over the night that is an hour longer", "22:00", "07:00", "2026-10-24T21:00:00Z", "2026-10-25T06:00:00.000Z"],
    ["whose end does not exist in that night", "22:00", "02:30", "2026-03-28T23:00:00Z", "2026-03-29T01:00:00.000Z"],
    ["whose end comes twice in that night", "22:00", "02:30", "2026-10-24T23:00:00Z", "2026-10-25T00:30:00.000Z"],
    ["23:00 to 01:00 over a change", "23:00", "01:00", "2026-10-24T21:30:00Z", "2026-10-24T23:00:00.000Z"],
  ])("%s", (_what, from, to, now, expected) => expect(until(hours(from, to), now)).toBe(expected));

  it("in zones of half an hour, and of the date line", () => {
    const now = "2026-06-01T18:00:00Z";
    expect(until(hours("23:00", "06:15", "Asia/Kolkata"), now)).toBe("2026-06-02T00:45:00.000Z");
    expect(until(hours("08:00", "10:00", "Pacific/Kiritimati"), now)).toBe("2026-06-01T20:00:00.000Z");
    // Lord Howe Island changes by half an hour.
    const howe = hours("22:00", "07:00", "Australia/Lord_Howe");
    expect(until(howe, "2026-04-04T12:00:00Z")).toBe("2026-04-04T20:30:00.000Z");
  });

  it("without any", () => {
    expect(until(null, "2026-01-11T02:30:00Z")).toBeUndefined();
    expect(until(hours("22:00", "22:00"), "2026-01-11T21:00:00Z")).toBeUndefined();
  });
});
