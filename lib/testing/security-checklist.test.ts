import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Every promise of docs/SECURITY_CHECKLIST.md names the test that holds it; here it is made sure that it exists. */
type Item = { number: number; promise: string; file: string; name: string };

const items: Item[] = [
  ...readFileSync("docs/SECURITY_CHECKLIST.md", "utf8").matchAll(
    /^\| (\d+) \| [^|]* \| ([^|]+) \| `([^`›]+) › ([^`]+)` \|$/gm,
  ),
].map(([, number, promise = "", file = "", name = ""]) => ({
  number: Number(number),
  promise: promise.trim(),
  file: file.trim(),
  name: name.trim(),
}));
const lines = readFileSync("docs/SECURITY_CHECKLIST.md", "utf8").split("\n");

describe("the security checklist", () => {
  test("has 70 items or more, numbered without a gap, each with its test", () => {
    expect(items.map(({ number }) => number)).toEqual(items.map((_, index) => index + 1));
    expect(items.length).toBeGreaterThanOrEqual(70);
    expect(lines.filter((line) => /^\| \d+ \|/.test(line))).toHaveLength(items.length);
  });

  test.each(items)("$number. $promise", ({ file, name }) => {
    expect(existsSync(file), file).toBe(true);
    // Titles are written in the source as they are listed; what is filled in stands as its placeholder.
    const source = readFileSync(file, "utf8").replaceAll('\\"', '"');
    const title = new RegExp(`\\b(it|test)(\\.each\\([\\s\\S]*?\\))?\\(\\s*["'\`]${literally(name)}`);
    const listed = source.includes(`"${name}"`) || source.includes(`\`${name}\``) || source.includes(`'${name}'`);
    expect(listed || title.test(source), `${file} has no test named "${name}"`).toBe(true);
    expect(source, `${file} skips tests`).not.toMatch(/\b(it|test|describe)\.(skip|todo|only)\b/);
  });
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
