import type { BenchPanel } from "./panel";

/** The session cookie as a browser keeps it. */
export function browserCookies(panel: BenchPanel): { name: string; value: string; url: string }[] {
  return (panel.headers.cookie ?? "").split("; ").map((pair) => {
    const end = pair.indexOf("=");
    return { name: pair.slice(0, end), value: decodeURIComponent(pair.slice(end + 1)), url: panel.url };
  });
}
