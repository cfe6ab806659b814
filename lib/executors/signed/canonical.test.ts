import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { canonicalJson } from "./contract";

// Members sorted by UTF-16 code units, and the numbers and strings of RFC 8785's own examples (3.2.2 and 3.2.3).
it.each([
  [
    '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew","1":"One","\\ud83d\\ude00":"Smiley","\\u0080":"Control","\\u00f6":"o"}',
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"o","\u20ac":"Euro Sign","\ud83d\ude00":"Smiley","\ufb33":"Hebrew"}',
  ],
  ["[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001]", "[333333333.3333333,1e+30,4.5,0.002,1e-27]"],
  ['"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/"', '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
  ["[null,true,false,-0]", "[null,true,false,0]"],
])("is RFC 8785: %s", (text, expected) => {
  expect(canonicalJson(JSON.parse(text))).toBe(expected);
});

it("is what the page of the executor API gives to check one's own with", () => {
  const page = readFileSync("docs/EXECUTOR_API.md", "utf8");
  const [, given = "", becomes = "", digest = ""] =
    /^`(\{"b".*)` becomes `(.*)`, as UTF-8, with the SHA-256\n`([0-9a-f]{64})`/m.exec(page) ?? [];
  expect(canonicalJson(JSON.parse(given))).toBe(becomes);
  expect(createHash("sha256").update(becomes).digest("hex")).toBe(digest);
});
