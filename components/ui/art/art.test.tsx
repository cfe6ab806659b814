import { readFileSync } from "node:fs";
import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { seedTemplates } from "@/lib/game-servers/templates/seed-templates";
import { Art, artNames } from "./art";

const file = readFileSync("components/ui/art/art.svg", "utf8");
const drawn = [...file.matchAll(/<symbol id="([^"]+)"/g)].map(([, id]) => id);

it("has a drawing for every name, and a name for every drawing", () => {
  expect([...drawn].sort()).toEqual([...artNames].sort());
});

it("has a drawing for every template that comes with the panel", () => {
  for (const { slug } of seedTemplates) expect(drawn).toContain(slug);
});

it("shows the general picture for a template that it does not know", () => {
  const { container } = render(<Art name="something-else" />);
  expect(container.querySelector("use")?.getAttribute("href")).toMatch(/#game$/);
});
