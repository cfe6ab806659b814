"use client";

import { useCallback, useState } from "react";

/** The chosen rows of a list. Rows that are not in the list any more are not chosen any more. */
export function useSelection(ids: readonly string[], most: number) {
  const [known, setKnown] = useState<ReadonlySet<string>>(new Set());
  const chosen = new Set(ids.filter((id) => known.has(id)).slice(0, most));
  const onChange = useCallback((changed: string[], isChosen: boolean) => {
    setKnown((before) => {
      const next = new Set(before);
      for (const id of changed) isChosen ? next.add(id) : next.delete(id);
      return next;
    });
  }, []);
  const clear = useCallback(() => setKnown(new Set()), []);
  return { chosen, onChange, clear };
}
