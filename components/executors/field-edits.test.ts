import { describe, expect, it } from "vitest";
import { changedElsewhere, changesOf, type Edits, edited, shownFields } from "./field-edits";

type Fields = { name: string; templateId: string | null; addresses: string[] };
const live: Fields = { name: "Shop", templateId: null, addresses: [] };
const none: Edits<Fields> = {};

describe("a form over something that others change meanwhile", () => {
  it("sends nothing of what others changed, whatever is touched beside it", () => {
    const edits = edited(none, live, { name: "Till" });
    const later = { name: "Shop", templateId: "ext_1", addresses: ["192.0.2.0/24"] };
    expect(changesOf(none, later)).toEqual({});
    expect(changesOf(edits, later)).toEqual({ name: "Till" });
    expect(shownFields(edits, later)).toEqual({ ...later, name: "Till" });
    expect(changedElsewhere(edits, later)).toEqual([]);
  });

  it("tells which touched field somebody else changed to something else", () => {
    const edits = edited(edited(none, live, { addresses: ["a"] }), live, { addresses: ["a", "b"] });
    expect(changedElsewhere(edits, { ...live, addresses: ["c"] })).toEqual(["addresses"]);
    expect(changedElsewhere(edits, { ...live, addresses: ["a", "b"] })).toEqual([]);
    expect(changesOf(edits, { ...live, addresses: ["a", "b"] })).toEqual({});
  });

  it("takes a field back to where it was without a trace, null included", () => {
    const edits = edited(edited(none, live, { templateId: "ext_1" }), live, { templateId: null });
    expect(changesOf(edits, live)).toEqual({});
    expect(changedElsewhere(edits, live)).toEqual([]);
    const later = edited(edits, { ...live, templateId: "ext_2" }, { templateId: "ext_3" });
    expect(changedElsewhere(later, { ...live, templateId: "ext_2" })).toEqual(["templateId"]);
  });
});
