"use client";

import { useCallback, useState } from "react";
import { type ChartState, readState, writeState } from "./chart-state";

export function useChartState() {
  const [state, setState] = useState(() => readState(new URLSearchParams(window.location.search)));
  const change = useCallback((next: Partial<ChartState>) => {
    setState((before) => {
      const after = { ...before, ...next };
      window.history.replaceState(window.history.state, "", `?${writeState(after)}${window.location.hash}`);
      return after;
    });
  }, []);
  return { ...state, change };
}
