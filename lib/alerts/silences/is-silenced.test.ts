import { expect, it } from "vitest";
import { isSilenced, isWithinHours } from "./is-silenced";

const night = { from: "23:00", to: "01:00", timeZone: "Europe/Berlin" };
const at = (text: string) => Date.parse(text);

it.each([
  // Summer time: 23:00 there is 21:00 UTC.
  ["2026-10-24T20:59:00Z", false],
  ["2026-10-24T21:00:00Z", true],
  // The night in which the clock goes back: 01:00 there is 23:00 UTC.
  ["2026-10-24T22:59:00Z", true],
  ["2026-10-24T23:00:00Z", false],
  // Winter time from then on: 23:00 there is 22:00 UTC.
  ["2026-10-25T21:00:00Z", false],
  ["2026-10-25T22:00:00Z", true],
  ["2026-10-25T23:59:00Z", true],
  ["2026-10-26T00:00:00Z", false],
])("each night by the clock on the wall: %s is %s", (time, isIn) => {
  expect(isWithinHours(night, at(time))).toBe(isIn);
});

const silence = {
  ownerId: null,
  ruleId: null,
  subjectKind: null,
  subjectId: null,
  startsAt: "2026-01-01T00:00:00Z",
  endsAt: "2026-01-02T00:00:00Z",
  daily: null,
};
const alert = { ownerId: "usr_1", ruleId: "alr_1", subjectKind: "machine", subjectId: "mch_1" };
const noon = at("2026-01-01T12:00:00Z");

it.each([
  [{}, true],
  [{ ownerId: "usr_1" }, true],
  [{ ownerId: "usr_2" }, false],
  [{ ruleId: "alr_2" }, false],
  [{ subjectKind: "server" as const }, false],
  [{ subjectKind: "machine" as const, subjectId: "mch_2" }, false],
  [{ endsAt: "2026-01-01T12:00:00Z" }, false],
  [{ startsAt: "2026-01-01T12:00:01Z" }, false],
])("a silence of %j holds the alert: %s", (given, isHeld) => {
  expect(isSilenced([{ ...silence, ...given }], alert, noon)).toBe(isHeld);
});
