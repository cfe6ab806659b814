"use client";

import { useEffect, useRef, useState } from "react";

/** One element in full screen. Escape, or the browser, may leave it too. */
export function useFullScreen<E extends HTMLElement>() {
  const ref = useRef<E>(null);
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const onChange = () => setFull(document.fullscreenElement !== null && document.fullscreenElement === ref.current);
    document.addEventListener("fullscreenchange", onChange);
    return () => document.removeEventListener("fullscreenchange", onChange);
  }, []);
  const toggle = () => {
    // A browser may refuse: then the page stays as it is.
    const change = isFull ? document.exitFullscreen() : ref.current?.requestFullscreen();
    change?.catch(() => undefined);
  };
  return { ref, isFull, toggle };
}
