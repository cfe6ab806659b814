import type { Ref } from "../provider";

export type DriftType = "orphan" | "ghost" | "difference";
export type Drift = { type: DriftType; resourceId: string; objectName: string; detail: string };

type Expected = { id: string; objectName: string; isSettled: boolean };

/**
 * Compares what is at a provider with the rows of the panel. Rows with a run in progress (`isSettled` false) are left
 * out, also as owners of what is there. Pure.
 */
export function findDrift(
  found: readonly Ref[],
  expected: readonly Expected[],
  differences: ReadonlyMap<string, string[]>,
): Drift[] {
  const rows = new Map(expected.map((row) => [row.id, row]));
  const markers = new Set(found.map(({ marker }) => marker));
  const orphans = found
    .filter(({ marker }) => !rows.has(marker))
    .map(({ name, marker }) => ({ name, marker }))
    .map(({ name, marker }): Drift => {
      const detail = "It is at the provider, and the panel does not know it.";
      return { type: "orphan", resourceId: marker, objectName: name, detail };
    });
  const settled = expected.filter(({ isSettled }) => isSettled);
  const others = settled.flatMap(({ id, objectName }): Drift[] => {
    if (!markers.has(id)) {
      return [
        { type: "ghost", resourceId: id, objectName, detail: "The panel has it, and it is not at the provider." },
      ];
    }
    const sentences = differences.get(id);
    return sentences ? [{ type: "difference", resourceId: id, objectName, detail: sentences.join(" ") }] : [];
  });
  // A database and its role carry one marker.
  return [...new Map([...orphans, ...others].map((item) => [item.resourceId, item])).values()];
}
