import { expect, it } from "vitest";
import { forecast } from "./capacity-forecast";

it("says after how many weeks everything is reserved", () => {
  expect(forecast({ reserved: 40, total: 100, added: 30 })).toMatchObject({ perWeek: 7, weeksLeft: 8 });
  expect(forecast({ reserved: 120, total: 100, added: 30 }).weeksLeft).toBe(0);
});

it("says nothing where it does not grow, or would last for years", () => {
  expect(forecast({ reserved: 40, total: 100, added: 0 }).weeksLeft).toBeNull();
  expect(forecast({ reserved: 0, total: 100_000, added: 1 }).weeksLeft).toBeNull();
});
