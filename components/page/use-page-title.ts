"use client";

import { useEffect } from "react";

/** Keeps the tab's title in step with a name that can be changed on its own page. */
export function usePageTitle(name: string): void {
  useEffect(() => {
    document.title = `${name} · LightNode`;
  }, [name]);
}
