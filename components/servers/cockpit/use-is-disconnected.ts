"use client";

import { useEffect, useState } from "react";

/** A page that has just been opened connects within this time. */
const patienceMs = 2_000;

/** Whether the page has been without live updates for longer than a connection takes. */
export function useIsDisconnected(isConnected: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (isConnected) return;
    const timer = setTimeout(() => setLong(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isConnected]);
  return isLong && !isConnected;
}
