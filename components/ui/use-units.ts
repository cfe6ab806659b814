import { useLocale } from "next-intl";
import { useMemo } from "react";
import { formatBytes, formatDuration } from "@/lib/core/units";

/** Sizes, durations and numbers in the language of the page. */
export function useUnits() {
  const locale = useLocale();
  return useMemo(
    () => ({
      bytes: (value: number) => formatBytes(value, locale),
      duration: (ms: number) => formatDuration(ms, locale),
      number: (value: number) => value.toLocaleString(locale),
    }),
    [locale],
  );
}
