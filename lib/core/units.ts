/** Units used across the panel: memory and disk are GiB in the API, MiB in the database and bytes at the engine. */
export const mib = 1024 * 1024;
export const mbPerGib = 1024;

/** GiB (API) to whole MiB (database). */
export function gibToMb(gib: number): number {
  return Math.round(gib * mbPerGib);
}

/** MiB (database) to GiB (API), at most three decimals. */
export function mbToGib(mb: number): number {
  return Math.round((mb / mbPerGib) * 1000) / 1000;
}

/** `host:port`, with brackets around an IPv6 address (RFC 3986, 3.2.2). */
export function formatAddress(host: string, port: number): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * A value and its unit as one text. In Arabic an isolate keeps their order whatever stands around them (Unicode TR 9:
 * FSI and PDI).
 */
function join(locale: string, ...parts: [value: number, unit: string][]): string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, useGrouping: false });
  const text = parts.map(([value, unit]) => `${format.format(value)} ${unit}`).join(" ");
  return locale.startsWith("ar") ? `\u2068${text}\u2069` : text;
}

/** Bytes as a short text with binary units, e.g. `1.5 GiB`. */
export function formatBytes(bytes: number, locale = "en"): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let index = 0;
  while (value >= 1024 && index < units.length - 1) {
    value /= 1024;
    index++;
  }
  return join(locale, [
    value >= 100 || index === 0 ? Math.round(value) : Math.round(value * 10) / 10,
    units[index] ?? "",
  ]);
}

/** Milliseconds as a short text, e.g. `340 ms`, `4.2 s`, `3 min 5 s`. */
export function formatDuration(ms: number, locale = "en"): string {
  // Rounded before the unit is chosen: 59.96 s is a minute, not 60 s.
  if (Math.round(ms) < 1000) return join(locale, [Math.round(ms), "ms"]);
  const tenths = Math.round(ms / 100);
  if (tenths < 600) return join(locale, [tenths / 10, "s"]);
  const seconds = Math.round(ms / 1000);
  return join(locale, [Math.floor(seconds / 60), "min"], [seconds % 60, "s"]);
}
