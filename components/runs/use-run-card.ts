"use client";

import { useState } from "react";
import type { ShownRun } from "./run-steps";

/** A run that ended shortly before the page was made is shown. */
const freshMs = 60_000;

type Facts = {
  /** State of the resource, if that is one of a run in progress; null in the others. */
  settling: string | null;
  isInProgress: boolean;
  /** It has succeeded, and left something to use or to look at. */
  hasResult: boolean;
  /** The resource says that its last run failed. */
  hasFailed: boolean;
  renderedAt: string | undefined;
};

/**
 * Whether the last run is shown: while it is in progress, after a failure, and after a success that the person has watched
 * or that is new, until they close it.
 */
export function useRunCard(run: ShownRun | null, { settling, isInProgress, hasResult, hasFailed, renderedAt }: Facts) {
  const [closed, setClosed] = useState<string | null>(null);
  // Set while rendering, so that the card does not change for a moment between a new state and the events of it.
  const [hasWatched, setWatched] = useState(isInProgress);
  if (isInProgress && !hasWatched) setWatched(true);
  const [lastSettling, setLastSettling] = useState(settling);
  if (settling !== null && settling !== lastSettling) setLastSettling(settling);
  const end = run?.end ?? null;
  const isFresh = end !== null && renderedAt !== undefined && Date.parse(renderedAt) - Date.parse(end.at) < freshMs;
  const isEndShown = hasResult && (hasWatched || isFresh);
  const isShown = isInProgress || hasFailed || (isEndShown && run?.id !== closed);
  return { isShown, lastSettling, close: () => setClosed(run?.id ?? null) };
}
