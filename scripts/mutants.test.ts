import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { mutants } from "./mutants.mjs";

// `npm run mutate` is no part of CI: what it looks for must not move away unnoticed.
const root = path.resolve(import.meta.dirname, "..");

it.each(mutants)("the place of the fault is there exactly once: $name", ({ file, find }) => {
  expect(readFileSync(path.join(root, file), "utf8").split(find)).toHaveLength(2);
});

it("there are at least 40 faults, each with a name of its own", () => {
  expect(new Set(mutants.map(({ name }: { name: string }) => name)).size).toBe(mutants.length);
  expect(mutants.length).toBeGreaterThanOrEqual(40);
});
