"use client";

import { useTimeZone } from "next-intl";
import { useEffect } from "react";
import { keepTimeZone } from "./keep-locale";

/** Keeps the time zone of the browser in a cookie; the next page is rendered with it. */
export function TimeZoneWatch() {
  const known = useTimeZone();
  useEffect(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    if (timeZone && timeZone !== known) keepTimeZone(timeZone);
  }, [known]);
  return null;
}
