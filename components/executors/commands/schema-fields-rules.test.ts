import { describe, expect, it } from "vitest";
import { fieldsOf, labelOf } from "./schema-fields-rules";

describe("a form out of a JSON schema", () => {
  it("has a field of the fitting kind for each property", () => {
    const fields = fieldsOf({
      type: "object",
      properties: {
        message: { type: "string", minLength: 1, maxLength: 60_000 },
        timeoutMs: { type: "integer", minimum: 100, maximum: 600_000 },
        label: { type: "string", maxLength: 40 },
        force: { type: "boolean", default: true },
        mode: { type: "string", enum: ["soft", "hard"] },
      },
      required: ["message"],
    });
    expect(fields.map(({ name, kind, isRequired }) => [name, kind, isRequired])).toEqual([
      ["message", "longText", true],
      ["timeoutMs", "number", false],
      ["label", "text", false],
      ["force", "boolean", false],
      ["mode", "choice", false],
    ]);
    expect(fields[1]).toMatchObject({ min: 100, max: 600_000, isWhole: true, label: "Timeout (ms)" });
    expect(fields[4]?.choices).toEqual(["soft", "hard"]);
  });

  it("has none for a command without a payload", () => {
    expect(fieldsOf({ type: "object", properties: {} })).toEqual([]);
    expect(fieldsOf({})).toEqual([]);
  });

  it.each([
    ["message", "Message"],
    ["ttlSeconds", "Ttl (seconds)"],
    ["queueLength", "Queue length"],
    ["rssMb", "Rss (MB)"],
  ])("calls %s %s", (name, label) => {
    expect(labelOf(name)).toBe(label);
  });
});
