"use client";

import { useEffect } from "react";

/** Updates the tab's title when the name is changed on its own page. */
export function usePageTitle(name: string): void {
  useEffect(() => {
    document.title = `${name} · LightNode`;
  }, [name]);
}
