"use client";

import { useEffect } from "react";

/** Registers the worker that shows the offline page (app/sw.js); browsers allow it on https and localhost. */
export function OfflineWorker() {
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    // Not while the page is still being fetched.
    const timer = setTimeout(() => void navigator.serviceWorker.register("/sw.js").catch(() => {}), 2_000);
    return () => clearTimeout(timer);
  }, []);
  return null;
}
