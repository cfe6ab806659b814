import { describe, expect, it } from "vitest";
import { decideRetention, isNeeded, type RetainedBackup } from "./decide-retention";

const now = new Date("2026-11-28T12:00:00Z");
const at = (daysAgo: number, origin = "daily", state = "verified"): RetainedBackup => ({
  id: `${origin}-${daysAgo}`,
  origin,
  state,
  createdAt: new Date(now.getTime() - daysAgo * 86_400_000),
});
const days = (...list: number[]) => list.map((day) => at(day));

type Case = [string, RetainedBackup[], string[]];
const cases: Case[] = [
  ["nothing of nothing", [], []],
  ["seven daily ones stay", days(0, 1, 2, 3, 4, 5, 6), []],
  ["the eighth and ninth daily one go", days(0, 1, 2, 3, 4, 5, 6, 7, 8), ["daily-7", "daily-8"]],
  [
    "four weekly ones stay beside the daily ones",
    [...days(0, 1, 2), at(5, "weekly"), at(12, "weekly"), at(19, "weekly"), at(26, "weekly")],
    [],
  ],
  ["the fifth weekly one goes", [at(0), at(1), ...[2, 9, 16, 23, 29].map((day) => at(day, "weekly"))], ["weekly-29"]],
  ["manual ones stay for 30 days", [at(0), at(1), at(29, "manual"), at(31, "manual")], ["manual-31"]],
  ["the last two verified ones stay, however old", [at(40), at(50), at(60)], ["daily-60"]],
  ["one that is written only is not one of the two", [at(0), at(40), at(50, "manual", "written")], ["manual-50"]],
  ["nothing goes while the newest one failed", [at(0, "daily", "failed"), ...days(1, 40, 50, 60)], []],
  ["nothing goes while the newest one is not verified yet", [at(0, "daily", "written"), ...days(1, 40, 50)], []],
  ["a cancelled one says nothing", [at(0, "manual", "cancelled"), ...days(1, 2, 60)], ["daily-60"]],
  ["failed ones have no file to delete", [at(0), at(1), at(45, "daily", "failed")], []],
];

describe("retention", () => {
  it.each(cases)("%s", (_what, backups, deleted) => {
    expect(decideRetention(backups, now)).toEqual(deleted);
    expect(decideRetention(backups.toReversed(), now)).toEqual(deleted);
  });

  it("knows the two that are needed", () => {
    const backups = [at(0, "manual", "failed"), at(1), at(2), at(3)];
    expect(backups.filter(({ id }) => isNeeded(backups, id)).map(({ id }) => id)).toEqual(["daily-1", "daily-2"]);
  });
});
