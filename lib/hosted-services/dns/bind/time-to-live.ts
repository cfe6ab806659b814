const unitSeconds = new Map([
  ["", 1],
  ["s", 1],
  ["m", 60],
  ["h", 3_600],
  ["d", 86_400],
  ["w", 604_800],
]);

/** Seconds of `3600`, or of BIND's `1h30m`; null if the text is no time. */
export function readTime(text: string): number | null {
  if (!/^(?:\d{1,10}|(?:\d{1,10}[smhdw]){1,5})$/i.test(text)) return null;
  let seconds = 0;
  for (const [, count, unit = ""] of text.toLowerCase().matchAll(/(\d+)([smhdw]?)/g)) {
    seconds += Number(count) * (unitSeconds.get(unit) ?? 1);
  }
  return seconds;
}
