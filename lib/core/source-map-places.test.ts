import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogger } from "./log";
import { mapStackTrace } from "./source-map-places";

const directory = mkdtempSync(path.join(tmpdir(), "lightnode-maps-"));
const source = path.join(directory, "[id] fail.ts");
const built = path.join(directory, "(out)/fail.mjs");

beforeAll(async () => {
  writeFileSync(source, "type Unused = 1;\n\nexport function fail(): never {\n  throw new TypeError('broken');\n}\n");
  await build({
    entryPoints: [source],
    outfile: built,
    format: "esm",
    sourcemap: true,
    minify: true,
    logLevel: "error",
  });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What Node writes for an error that the built file throws. */
function builtStack(file: string): string {
  const column = readFileSync(built, "utf8").indexOf("throw") + 1;
  return `TypeError: broken\n    at fail (${file}:1:${column})\n    at node:internal/main:1:1`;
}

test("a place in a built file is named by its source, as a path and as a URL", () => {
  for (const file of [built, pathToFileURL(built).href]) {
    expect(mapStackTrace(builtStack(file))).toContain(`at fail (${source}:4:3)`);
  }
});

test("a logged error names the line of the source, also of its cause", () => {
  const lines: string[] = [];
  const log = createLogger("test", "info", { write: (line) => lines.push(line) });
  const cause = Object.assign(new Error("broken"), { stack: builtStack(built) });
  log.error({ err: new Error("outer", { cause }) }, "failed");
  expect(JSON.parse(lines[0] ?? "{}").err.stack).toContain(`${source}:4:3`);
});

test("a file without a map, or with one that cannot be read, is named as it is", () => {
  const stack = "Error: x\n    at f (/nowhere/file.mjs:1:2)\n    at node:internal/main:1:1";
  expect(mapStackTrace(stack)).toBe(stack);
  const broken = path.join(directory, "broken.mjs");
  writeFileSync(`${broken}.map`, "{");
  expect(mapStackTrace(`    at ${broken}:1:1`)).toBe(`    at ${broken}:1:1`);
});
