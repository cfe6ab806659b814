import { expect, it } from "vitest";
import { isRenewalDue } from "./decide-renewal";

const day = 86_400_000;
const now = new Date("2026-11-28T12:00:00Z");
const at = (days: number) => new Date(now.getTime() + days * day);
const current = (domains: string[], from: number, to: number) => ({ domains, notBefore: at(from), notAfter: at(to) });
const wanted = ["panel.example.net", "www.example.net"];
const fresh = current(wanted, -1, 89);

it.each([
  ["there is none", { current: null, failure: null }, true],
  ["it is fresh", { current: fresh, failure: null }, false],
  ["a third of its life is left", { current: current(wanted, -60, 30), failure: null }, false],
  ["less than a third is left", { current: current(wanted, -61, 29), failure: null }, true],
  ["a short one has less than a third", { current: current(wanted, -5, 1), failure: null }, true],
  ["it has ended", { current: current(wanted, -91, -1), failure: null }, true],
  ["another name is wanted", { current: current(["panel.example.net"], -1, 89), failure: null }, true],
  ["it has further names", { current: current([...wanted, "old.example.net"], -1, 89), failure: null }, false],
  ["an attempt failed just now", { current: null, failure: { at: at(-0.001), attempts: 1 } }, false],
  ["the pause is over", { current: null, failure: { at: new Date(now.getTime() - 601_000), attempts: 1 } }, true],
  ["the pause grows", { current: null, failure: { at: new Date(now.getTime() - 601_000), attempts: 2 } }, false],
  ["a day is the longest pause", { current: null, failure: { at: at(-1.01), attempts: 40 } }, true],
])("%s", (_what, state, isDue) => {
  expect(isRenewalDue(state, wanted, now)).toBe(isDue);
});
