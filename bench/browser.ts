import type { BenchPanel } from "./panel";

export const chromiumPath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The session cookie as a browser keeps it. */
export function browserCookies(panel: BenchPanel): { name: string; value: string; url: string }[] {
  return (panel.headers.cookie ?? "").split("; ").map((pair) => {
    const end = pair.indexOf("=");
    return { name: pair.slice(0, end), value: decodeURIComponent(pair.slice(end + 1)), url: panel.url };
  });
}
