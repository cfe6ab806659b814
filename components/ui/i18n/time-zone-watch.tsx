"use client";

import { useTimeZone } from "next-intl";
import { useEffect } from "react";
import { keepTimeZone } from "./keep-locale";

/** Tells the panel the time zone of the browser; the next page is rendered with it. */
export function TimeZoneWatch() {
  const known = useTimeZone();
  useEffect(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    if (timeZone && timeZone !== known) keepTimeZone(timeZone);
  }, [known]);
  return null;
}
