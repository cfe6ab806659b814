import { expect, it } from "vitest";
import { cssVariables, theme } from "./theme";

/** Relative luminance (WCAG 2.2). */
function luminance(color: string): number {
  const parts = [1, 3, 5].map((from) => Number.parseInt(color.slice(from, from + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const schemes = cssVariables(theme as Parameters<typeof cssVariables>[0]);
const surfaces = ["--mantine-color-body", "--mantine-color-default", "--ln-surface", "--ln-sunken"];
const texts = ["--mantine-color-error", "--mantine-color-text", "--mantine-color-dimmed"];

it.each(["light", "dark"] as const)("has texts that can be read on every surface (%s)", (scheme) => {
  const colors: Record<string, string> = { ...schemes[scheme] };
  const colorOf = (name: string) => colors[name] ?? "";
  const weak = texts.flatMap((text) =>
    surfaces
      .filter((surface) => contrast(colorOf(text), colorOf(surface)) < 4.5)
      .map((surface) => `${text} ${surface}`),
  );
  expect(weak).toEqual([]);
});

it.each(["light", "dark"] as const)("has texts on cards with a contrast of 7 to 1 (%s)", (scheme) => {
  const colors: Record<string, string> = { ...schemes[scheme] };
  const pairs = ["good", "busy", "warn", "bad", "idle"].map((tone) => [`--ln-${tone}`, `--ln-${tone}-soft`]);
  pairs.push(["--mantine-color-text", "--ln-surface"], ["--mantine-color-dimmed", "--ln-surface"]);
  pairs.push(["--ln-live-text", "--ln-live-soft"], ["--ln-nav-text", "--ln-nav"], ["--ln-nav-dimmed", "--ln-nav"]);
  const weak = pairs.filter(([text = "", surface = ""]) => contrast(colors[text] ?? "", colors[surface] ?? "") < 7);
  expect(weak).toEqual([]);
});
