import { describe, expect, it } from "vitest";
import { changedElsewhere, changesOf, type Edits, edited, shownFields } from "./field-edits";

type Fields = { name: string; templateId: string | null; addresses: string[] };
const live: Fields = { name: "Shop", templateId: null, addresses: [] };
const none: Edits<Fields> = {};

describe("a form whose saved values change in the meantime", () => {
  it("sends no value that others changed, whatever other fields are touched", () => {
    const edits = edited(none, live, { name: "Till" });
    const later = { name: "Shop", templateId: "ext_1", addresses: ["192.0.2.0/24"] };
    expect(changesOf(none, later)).toEqual({});
    expect(changesOf(edits, later)).toEqual({ name: "Till" });
    expect(shownFields(edits, later)).toEqual({ ...later, name: "Till" });
    expect(changedElsewhere(edits, later)).toEqual([]);
  });

  it("finds the touched field that somebody else changed to another value", () => {
    const edits = edited(edited(none, live, { addresses: ["a"] }), live, { addresses: ["a", "b"] });
    expect(changedElsewhere(edits, { ...live, addresses: ["c"] })).toEqual(["addresses"]);
    expect(changedElsewhere(edits, { ...live, addresses: ["a", "b"] })).toEqual([]);
    expect(changesOf(edits, { ...live, addresses: ["a", "b"] })).toEqual({});
  });

  it("removes the edit of a field that is set back to its old value, null included", () => {
    const edits = edited(edited(none, live, { templateId: "ext_1" }), live, { templateId: null });
    expect(changesOf(edits, live)).toEqual({});
    expect(changedElsewhere(edits, live)).toEqual([]);
    const later = edited(edits, { ...live, templateId: "ext_2" }, { templateId: "ext_3" });
    expect(changedElsewhere(later, { ...live, templateId: "ext_2" })).toEqual(["templateId"]);
  });
});
