import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rrset } from "../records/contract";
import { applyChanges, inverseOf, undoChanges } from "./apply-changes";
import { diffZones, valuesOfChange } from "./diff-zones";

const set = (name: string, ttl: number, ...values: string[]): Rrset => ({ name, type: "A", ttl, values });

it("names what is added, removed and changed, in order", () => {
  const before = [set("c.", 60, "1"), set("a.", 60, "1"), set("b.", 60, "1", "2"), set("d.", 60, "1", "2")];
  const after = [set("d.", 60, "2", "1"), set("b.", 60, "2", "3"), set("c.", 90, "1"), set("e.", 60, "1")];
  expect(diffZones(before, after)).toEqual([
    { name: "a.", type: "A", before: { ttl: 60, values: ["1"] }, after: null },
    { name: "b.", type: "A", before: { ttl: 60, values: ["1", "2"] }, after: { ttl: 60, values: ["2", "3"] } },
    { name: "c.", type: "A", before: { ttl: 60, values: ["1"] }, after: { ttl: 90, values: ["1"] } },
    { name: "e.", type: "A", before: null, after: { ttl: 60, values: ["1"] } },
  ]);
});

it("shows the values of a change", () => {
  const change = {
    name: "b.",
    type: "A",
    before: { ttl: 60, values: ["1", "2"] },
    after: { ttl: 60, values: ["2", "3"] },
  } as const;
  const [copy] = diffZones([set("b.", 60, ...change.before.values)], [set("b.", 60, ...change.after.values)]);
  expect(copy && valuesOfChange(copy)).toEqual({ added: ["3"], removed: ["1"], kept: ["2"] });
});

const value = fc.constantFrom("1", "2", "3");
const rrset = fc.record({
  name: fc.constantFrom("a.", "b.", "c."),
  type: fc.constantFrom("A" as const, "TXT" as const),
  ttl: fc.constantFrom(60, 90),
  values: fc.uniqueArray(value, { minLength: 1 }),
});
const zone = fc.uniqueArray(rrset, { selector: ({ name, type }) => name + type });

it("leads from one zone to the other and back", () => {
  fc.assert(
    fc.property(zone, zone, (before, after) => {
      const changes = diffZones(before, after);
      expect(diffZones(applyChanges(before, changes), after)).toEqual([]);
      expect(diffZones(applyChanges(after, inverseOf(changes)), before)).toEqual([]);
      const undone = undoChanges(after, changes);
      expect("changes" in undone && diffZones(applyChanges(after, undone.changes), before)).toEqual([]);
      expect(diffZones(before, before)).toEqual([]);
    }),
  );
});

describe("undo", () => {
  const before = [set("a.", 60, "1"), set("b.", 60, "1")];
  const after = [set("a.", 60, "2"), set("c.", 60, "1")];
  const changes = diffZones(before, after);

  it("keeps what was changed elsewhere", () => {
    const undone = undoChanges([...after, set("x.", 60, "9")], changes);
    expect(undone).toEqual({ changes: inverseOf(changes) });
  });

  it("refuses to overwrite a later change", () => {
    const current = [set("a.", 60, "3"), set("c.", 60, "1")];
    expect(undoChanges(current, changes)).toEqual({
      conflicts: [{ name: "a.", type: "A", before: { ttl: 60, values: ["2"] }, after: { ttl: 60, values: ["1"] } }],
    });
    expect(undoChanges([set("a.", 60, "2"), set("b.", 60, "7"), set("c.", 60, "1")], changes)).toHaveProperty(
      "conflicts",
    );
    expect(undoChanges([set("a.", 60, "2")], changes)).toEqual({ changes: inverseOf(changes).slice(0, 2) });
  });

  it("does nothing where the records are as before", () => {
    expect(undoChanges(before, changes)).toEqual({ changes: [] });
  });
});
