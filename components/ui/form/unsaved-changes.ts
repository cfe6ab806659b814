"use client";

import { useEffect, useRef } from "react";

/** Which forms of the page have values that were typed and not saved. The panel's shell asks before they are lost. */
const forms = new Set<() => boolean>();
let isLeaving = false;

/** Dispatched instead of leaving, while there are such values. `go` leaves the page. */
export const leaveEvent = "lightnode-leave";

declare global {
  interface WindowEventMap {
    [leaveEvent]: CustomEvent<{ go: () => void }>;
  }
}

export function hasUnsavedChanges(): boolean {
  return !isLeaving && [...forms].some((isUnsaved) => isUnsaved());
}

/** Registers the values of one form. The function is called when the page is about to be left. */
export function useUnsavedChanges(isUnsaved: () => boolean): void {
  const latest = useRef(isUnsaved);
  useEffect(() => {
    latest.current = isUnsaved;
  });
  useEffect(() => {
    const ask = () => latest.current();
    forms.add(ask);
    return () => void forms.delete(ask);
  }, []);
}

/** Leaves by `go` at once, or after the person agreed. */
export function leaveBy(go: () => void): void {
  if (hasUnsavedChanges()) window.dispatchEvent(new CustomEvent(leaveEvent, { detail: { go } }));
  else go();
}

/** Leaves without asking: the person agreed, or there is no way back, as after the end of a session. */
export function leaveNow(go: () => void): void {
  isLeaving = true;
  // The page stays where `go` only loads other content into it.
  setTimeout(() => {
    isLeaving = false;
  }, 1_000);
  go();
}
