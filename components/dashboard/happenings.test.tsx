import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { showIn } from "@/components/testing/show-in";
import { locales } from "@/lib/i18n/contract";
import type { Happening, HappeningView } from "@/lib/platform/dashboard/contract";
import { Happenings } from "./happenings";

const line: HappeningView = {
  id: 1,
  serverId: "srv_1",
  serverName: "Survival",
  at: "2026-05-04T10:00:00.000Z",
  tone: "good",
  what: "done-create",
  reason: "",
  durationMs: 4_900,
};
/** Without the time of the day, and with plain spaces. */
const words = (container: HTMLElement) => container.querySelector("p")?.textContent?.replaceAll("\u00a0", " ");

it.each([
  ["en", "Survival is online for the first time, 4.9 s"],
  ["de", "Survival ist zum ersten Mal online, 4,9 s"],
  ["es", "Survival está en línea por primera vez, 4,9 s"],
  ["ar", "Survival متصل لأول مرة، 4.9 s"],
] as const)("says in %s what happened and how long it took", async (locale, text) => {
  const { container } = showIn(locale, <Happenings lines={[line]} />);
  expect(words(container)).toBe(text);
  expect(screen.getByRole("link", { name: "Survival" }).getAttribute("href")).toBe("/servers/srv_1/timeline");
});

it("writes seconds without a fraction from ten seconds on", async () => {
  const { container } = showIn("en", <Happenings lines={[{ ...line, what: "restarted", durationMs: 12_000 }]} />);
  expect(words(container)).toBe("Survival ended and was restarted by itself, 12 s");
});

it("gives the reason of a failure as the panel recorded it", async () => {
  const failed = { ...line, what: "failed", reason: "The image {x} cannot be pulled.", durationMs: null } as const;
  const { container } = showIn("de", <Happenings lines={[failed]} />);
  expect(words(container)).toBe("Survival ist fehlgeschlagen: The image {x} cannot be pulled.");
});

const runs = [
  "create",
  "start",
  "restart",
  "stop",
  "kill",
  "reinstall",
  "resize",
  "suspend",
  "unsuspend",
  "move",
] as const;
const all: Happening[] = [
  ...(["accepted", "restarting", "restarted", "ended", "failed", "waits", "other"] as const),
  ...runs.map((run): Happening => `done-${run}`),
];

it.each(locales)("has words for everything that happens, in %s", async (locale) => {
  const lines = all.map((what, id) => ({ ...line, id, what, reason: "Because.", durationMs: null }));
  const { container } = showIn(locale, <Happenings lines={lines} />);
  const shown = [...container.querySelectorAll("p")].map((one) => one.textContent?.replace("Survival", "").trim());
  expect(shown).toHaveLength(all.length);
  for (const text of shown) expect(text).toMatch(/^\S.+/u);
  // `ended` and `other` are what the panel recorded; every other line has words of its own.
  expect(new Set(shown).size).toBe(all.length - 1);
});
