import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

// `npm ci` refuses a lockfile in which the optional packages of another platform are missing. `npm install` would then
// rewrite the lockfile in the checkout.
type Locked = {
  optionalDependencies?: Record<string, string>;
  optional?: boolean;
  dependencies?: Record<string, string>;
};

const root = path.resolve(import.meta.dirname, "..");
const { packages } = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")) as {
  packages: Record<string, Locked>;
};

/** Node looks for `name` in the folder of the package at `from`, then in each folder above it. */
function isLocked(from: string, name: string): boolean {
  const parent = from.includes("/node_modules/") ? from.slice(0, from.lastIndexOf("/node_modules/")) : "";
  if (packages[`${from === "" ? "" : `${from}/`}node_modules/${name}`]) return true;
  return from !== "" && isLocked(parent, name);
}

it("the lockfile names every optional package of every platform", () => {
  const missing = Object.entries(packages).flatMap(([from, locked]) =>
    Object.keys(locked.optionalDependencies ?? {})
      .filter((name) => !isLocked(from, name))
      .map((name) => `${from} needs ${name}`),
  );
  expect(missing).toEqual([]);
});

it("the lockfile names no registry", () => {
  expect(readFileSync(path.join(root, "package-lock.json"), "utf8")).not.toContain('"resolved"');
});
